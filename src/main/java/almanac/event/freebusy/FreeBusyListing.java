package almanac.event.freebusy;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.Listing;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import almanac.storage.database.Statements;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The times of people for feeds: an item is a person.
@Singleton
class FreeBusyListing implements Listing {
    /// By how much a moving window moves at once, in ms. Between two steps the spans, which are cut at the window,
    /// stay as they are.
    static final long STEP = Duration.ofHours(1).toMillis();

    private final FreeBusyReader reader;
    private final Accounts accounts;
    private final ObjectMapper json;

    FreeBusyListing(FreeBusyReader reader, Accounts accounts, ObjectMapper json) {
        this.reader = reader;
        this.accounts = accounts;
        this.json = json;
    }

    @Override
    public String kind() {
        return "freebusy";
    }

    @Override
    public Watch watch(Map<String, List<String>> query, Set<String> also, long now) {
        return new PeopleWatch(this, FreeBusyWindow.of(query, also));
    }

    /// There is no list of all people.
    @Override
    public Watch everything() {
        return new PeopleWatch(this, new FreeBusyWindow(List.of(), OptionalLong.empty(), OptionalLong.empty()));
    }

    /// The log has no entries of this kind.
    @Override
    public Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids) {
        return Uni.createFrom().item(Set.of());
    }

    private ListItem item(PersonTimes person) {
        try {
            var document = json.writeValueAsString(person);
            return new ListItem(new ItemId(person.email()), "", 0, Long.MAX_VALUE, tag(document), document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A number that differs where the text does.
    private static long tag(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    /// The watched times of some people.
    private record PeopleWatch(FreeBusyListing listing, FreeBusyWindow asked) implements Watch {
        @Override
        public List<String> scopes() {
            return List.of();
        }

        /// The window moves in steps, at which the times are read again.
        @Override
        public boolean isMoving() {
            return false;
        }

        @Override
        public Window window(long now) {
            var query = asked.at(Math.floorDiv(now, STEP) * STEP);
            return new Window(query.from(), query.to());
        }

        @Override
        public long readAgainAt(long time) {
            return asked.isMoving() ? (Math.floorDiv(time, STEP) + 1) * STEP : Long.MAX_VALUE;
        }

        @Override
        public boolean includes(boolean visible, boolean enabled) {
            return true;
        }

        @Override
        public Multi<ListItem> read(SqlConnection connection, Viewer viewer, Window window) {
            var query = new FreeBusyQuery(asked.emails(), window.from(), window.to());
            return listing.reader
                    .read(Statements.on(connection), viewer.zuid(), query)
                    .onItem()
                    .transformToMulti(people -> Multi.createFrom().iterable(people))
                    .map(listing::item);
        }

        /// No document of the log says when a person is taken.
        @Override
        public List<ListItem> items(Seen document, Viewer viewer, Window window) {
            return List.of();
        }

        @Override
        public boolean isOfPeople() {
            return true;
        }

        @Override
        public Uni<Set<Long>> people(Statements statements) {
            var addresses = Arrays.asList(new FreeBusyQuery(asked.emails(), 0, 0).addresses());
            return listing.accounts
                    .find(statements, List.of(), addresses)
                    .map(found -> found.stream().map(Account::zuid).collect(Collectors.toUnmodifiableSet()));
        }
    }
}
