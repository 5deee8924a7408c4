package almanac.event.agenda;

import almanac.access.auth.Scopes;
import almanac.base.problem.ProblemException;
import almanac.base.request.Folding;
import almanac.event.model.EventDocuments;
import almanac.log.change.ClockFacts;
import almanac.log.change.ClockFacts.Invitation;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.Listing;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The list of events for feeds.
@Singleton
class EventListing implements Listing {
    private final EventReader reader;
    private final EventDocuments documents;
    private final ObjectMapper json;

    /// The series of documents of the log, by the documents themselves: each is parsed once for all accounts.
    private final Cache<Seen.Document, LoggedSeries> series =
            Caffeine.newBuilder().weakKeys().build();

    EventListing(EventReader reader, EventDocuments documents, ObjectMapper json) {
        this.reader = reader;
        this.documents = documents;
        this.json = json;
    }

    private LoggedSeries series(Seen.Document document) {
        return series.get(document, key -> new LoggedSeries(documents.read(key.text()), key.text()));
    }

    @Override
    public String kind() {
        return "event";
    }

    @Override
    public Watch watch(Map<String, List<String>> sent, Set<String> also, long now) {
        var query = EventQuery.of(sent, EventQuery.ofView(also), now);
        var hasClock = EventQuery.hasClock(sent);
        if (hasClock && !query.byInstance()) {
            throw ProblemException.field("clock", "tells the times of occurrences, so not with byinstance=false");
        }
        // The bounds of a moving window are not part of the scope: streams that start at different times
        // share a view.
        var moving = !sent.containsKey("from") && !sent.containsKey("to");
        return new EventWatch(this, moving ? query.between(0, EventQuery.WINDOW) : query, moving, hasClock);
    }

    @Override
    public Watch everything() {
        return new EventWatch(this, new EventQuery(0, EventQuery.WINDOW, true, true, false, true, null), true, false);
    }

    @Override
    public Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids) {
        return reader.readable(connection, viewer, ids);
    }

    /// A watched list of events.
    private record EventWatch(EventListing listing, EventQuery query, boolean isMoving, boolean hasClock)
            implements Watch {
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
            var items = listing.reader.stream(connection, viewer, query.between(window.from(), window.to()));
            return hasClock ? items.map(item -> item.with(EventClock.facts(item.json(), viewer, listing.json))) : items;
        }

        @Override
        public Multi<ListItem> outline(SqlConnection connection, Viewer viewer, Window window) {
            return hasClock || isOfSeries()
                    ? read(connection, viewer, window).map(ListItem::outline)
                    : listing.reader.outline(connection, viewer, query.between(window.from(), window.to()));
        }

        @Override
        public boolean isOfSeries() {
            return !query.byInstance();
        }

        /// A change of a series or of one of its exceptions does not say when the other exceptions are.
        @Override
        public boolean isReadAgainAfter(LoggedChange change) {
            return isOfSeries()
                    && change.kind().equals(listing.kind())
                    && (change.recurrenceId() != null
                            || Stream.of(change.before(), change.after())
                                    .flatMap(Optional::stream)
                                    .anyMatch(document -> isSeries(document.tree(listing.json))));
        }

        @Override
        public List<ListItem> items(Seen document, Viewer viewer, Window window) {
            var event = document.tree(listing.json);
            var shown = new ArrayList<ListItem>();
            if (isShown(event, viewer)) {
                var items = isSeries(event)
                        ? listing.series(document.shared()).within(window, document.ending())
                        : List.of(item(document, event));
                shown.addAll(hasClock ? timed(items, EventClock.facts(event, viewer)) : items);
            }
            for (var removed : event.path("removed")) {
                if (isShown(removed, viewer)) {
                    shown.add(removed(event, removed));
                }
            }
            return shown;
        }

        private static List<ListItem> timed(List<ListItem> items, ClockFacts facts) {
            return items.stream().map(item -> item.with(facts)).toList();
        }

        private boolean isShown(JsonNode event, Viewer viewer) {
            return isFound(event) && !isIgnored(event, viewer);
        }

        /// An exception that was removed with its series, without its JSON.
        private static ListItem removed(JsonNode series, JsonNode exception) {
            return new ListItem(
                    new ItemId(
                            series.get("id").asText(),
                            exception.get("recurrence_id").asText()),
                    series.get("calendar_id").asText(),
                    exception.get("start_time").asLong(),
                    exception.get("end_time").asLong(),
                    0,
                    "");
        }

        @Override
        public Set<String> exceptions(Seen document) {
            var ids = new HashSet<String>();
            var event = document.tree(listing.json);
            event.path("recurrence").path("exceptions").forEach(id -> ids.add(id.asText()));
            event.path("removed")
                    .forEach(each -> ids.remove(each.get("recurrence_id").asText()));
            return ids;
        }

        private static boolean isSeries(JsonNode event) {
            return event.path("recurrence").path("kind").asText().equals("series");
        }

        private static ListItem item(Seen document, JsonNode event) {
            var occurrence = event.get("recurrence_id");
            return new ListItem(
                    new ItemId(event.get("id").asText(), occurrence == null ? null : occurrence.asText()),
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
            return EventClock.invitation(event, viewer) == Invitation.DECLINED;
        }
    }
}
