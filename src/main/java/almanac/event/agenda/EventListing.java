package almanac.event.agenda;

import almanac.access.account.Accounts;
import almanac.access.auth.Scopes;
import almanac.base.request.Folding;
import almanac.log.change.ListItem;
import almanac.log.change.Listing;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The list of events for feeds.
@Singleton
class EventListing implements Listing {
    private final EventReader reader;
    private final ObjectMapper json;

    EventListing(EventReader reader, ObjectMapper json) {
        this.reader = reader;
        this.json = json;
    }

    @Override
    public String kind() {
        return "event";
    }

    @Override
    public Watch watch(Map<String, List<String>> sent, Set<String> also, long now) {
        var query = EventQuery.of(sent, also, now);
        // The bounds of a moving window are not part of the scope: streams that start at different times
        // share a view.
        var moving = !sent.containsKey("from") && !sent.containsKey("to");
        return new EventWatch(this, moving ? query.between(0, EventQuery.WINDOW) : query, moving);
    }

    @Override
    public Watch everything() {
        return new EventWatch(this, new EventQuery(0, EventQuery.WINDOW, true, true, false, null), true);
    }

    @Override
    public Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids) {
        return reader.readable(connection, viewer, ids);
    }

    /// A watched list of events.
    private record EventWatch(EventListing listing, EventQuery query, boolean isMoving) implements Watch {
        @Override
        public List<String> scopes() {
            return query.search() == null ? List.of() : List.of(Scopes.SEARCH);
        }

        @Override
        public Window window(long now) {
            return isMoving ? new Window(now, now + EventQuery.WINDOW) : new Window(query.from(), query.to());
        }

        @Override
        public boolean includes(boolean visible, boolean enabled) {
            return (visible || query.hidden()) && (enabled || query.disabled());
        }

        @Override
        public Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window) {
            return listing.reader.stream(connection, viewer, query.between(window.from(), window.to()));
        }

        @Override
        public Multi<ListItem> outline(SqlConnection connection, Viewer viewer, Window window) {
            return listing.reader.outline(connection, viewer, query.between(window.from(), window.to()));
        }

        @Override
        public Optional<ListItem> item(Seen document, Viewer viewer) {
            var event = document.tree(listing.json);
            return isFound(event) && !isIgnored(event, viewer) ? Optional.of(item(document, event)) : Optional.empty();
        }

        private static ListItem item(Seen document, JsonNode event) {
            return new ListItem(
                    event.get("id").asText(),
                    event.get("calendar_id").asText(),
                    event.get("start_time").asLong(),
                    event.get("end_time").asLong(),
                    event.get("edit_tag").asLong(),
                    document.json());
        }

        private boolean isFound(JsonNode event) {
            var search = query.search();
            return search == null || Folding.fold(event.get("title").asText()).contains(Folding.fold(search));
        }

        private boolean isIgnored(JsonNode event, Viewer viewer) {
            if (!query.ignoreDeclined()) {
                return false;
            }
            for (var attendee : event.get("attendees")) {
                if (Accounts.address(attendee.get("email").asText()).equals(viewer.address())) {
                    return attendee.get("status").asText().equals("declined");
                }
            }
            return false;
        }
    }
}
