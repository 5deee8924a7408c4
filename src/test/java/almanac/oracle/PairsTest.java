package almanac.oracle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.oracle.Http.Answer;
import almanac.oracle.SharedCalendar.Change;
import almanac.oracle.SharedCalendar.People;
import almanac.oracle.SharedCalendar.Write;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Rival;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// An event is written while it changes who sees its calendar: whoever sees it no more is told nothing, and whoever
/// sees it now is told everything.
///
/// The two are stopped in the middle, by locks of somebody else at the database, and go on in the order in which they
/// came. Where they stop is not the service's promise: each pair is tried at several places.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class PairsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<Integer> ANSWERS = Set.of(200, 204, 403, 404, 412);
    private static final int ROUNDS = 5;
    private static final int ROUNDS_OF_SERIES = 2;
    private static final String WAITING = "select count(*) from pg_stat_activity"
            + " where wait_event_type = 'Lock' and datname = current_database()";

    @Inject
    DataSource database;

    @Inject
    Storage storage;

    @Inject
    MovableClock clock;

    @TestHTTPResource("/")
    URI service;

    private Truth truth;

    /// Where both are stopped.
    enum Stop {
        CALENDAR("select 1 from calendar where id = %1$s for update"),
        EVENTS("select 1 from event where calendar_id in (%1$s, %2$s) for update"),
        SHARES("lock table share in access exclusive mode"),
        LOG("lock table change in exclusive mode");

        private final String lock;

        Stop(String lock) {
            this.lock = lock;
        }
    }

    @BeforeEach
    void begin() {
        clock.set(Instant.parse("2026-03-02T09:00:00Z"));
        truth = new Truth(this::ask);
    }

    static Stream<Arguments> places() {
        return races().map(Arguments::get)
                .flatMap(race -> Arrays.stream(Stop.values())
                        .flatMap(stop ->
                                Stream.of(true, false).map(isFirst -> Arguments.of(race[0], race[1], stop, isFirst))));
    }

    /// Events that repeat take the same locks as others, but for those of their exceptions.
    private static Stream<Stop> stops(boolean repeats) {
        return repeats ? Stream.of(Stop.EVENTS) : Arrays.stream(Stop.values());
    }

    static Stream<Arguments> races() {
        return Arrays.stream(Change.values())
                .flatMap(change -> Stream.of(true, false).map(repeats -> Arguments.of(change, repeats)));
    }

    private static List<Write> writes(boolean repeats) {
        return Arrays.stream(Write.values())
                .filter(write -> write.repeats() == repeats)
                .toList();
    }

    @ParameterizedTest(name = "{0}, events that repeat: {1}, stopped at {2}, comes before the writes: {3}")
    @MethodSource("places")
    @DisplayName("2.1, 2.5 and 4.4 nothing leaks and nothing is lost, whichever of two comes first")
    void twoThatMeet(Change change, boolean repeats, Stop stop, boolean isChangeFirst) throws Exception {
        var people = People.make(service);
        var calendar = SharedCalendar.make(change, people, writes(repeats));
        try (var guest = Viewing.of(service, people.guest());
                var owner = Viewing.of(service, people.owner());
                var attendee = Viewing.of(service, people.attendee());
                var rival = Rival.of(database)) {
            rival.run(stop.lock.formatted(calendar.calendar(), calendar.other()));
            var calls = new Calls(calendar, writes(repeats));
            if (isChangeFirst) {
                awaitStopped(calls.change());
                awaitStopped(calls.write());
            } else {
                awaitStopped(calls.write());
                awaitStopped(calls.change());
            }
            rival.commit();
            check(change + ", stopped at " + stop + ", comes before: " + isChangeFirst, calls, guest, owner, attendee);
        }
    }

    @ParameterizedTest(name = "{0}, events that repeat: {1}")
    @MethodSource("races")
    @DisplayName("2.1, 2.5 and 4.4 nothing leaks and nothing is lost, however two race")
    void twoThatRace(Change change, boolean repeats) {
        for (var round = 0; round < (repeats ? ROUNDS_OF_SERIES : ROUNDS); round++) {
            var people = People.make(service);
            var calls = new Calls(SharedCalendar.make(change, people, writes(repeats)), writes(repeats));
            try (var guest = Viewing.of(service, people.guest());
                    var owner = Viewing.of(service, people.owner());
                    var attendee = Viewing.of(service, people.attendee())) {
                if (round % 2 == 0) {
                    calls.change();
                    calls.write();
                } else {
                    calls.write();
                    calls.change();
                }
                check(change + ", round " + round, calls, guest, owner, attendee);
            }
        }
    }

    /// Waits until everything that was begun waits for a lock or is done. What the service itself makes wait
    /// in front of the database is not waited for: the answers have to be right then, too.
    private void awaitStopped(Calls calls) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> storage.count(WAITING) >= calls.running());
        } catch (ConditionTimeoutException waitsElsewhere) {
            assertTrue(calls.running() > 0, waitsElsewhere::getMessage);
        }
    }

    private void check(String name, Calls calls, Viewing guest, Viewing... others) {
        var changed = calls.changed();
        var written = calls.written();
        var everybody = Stream.concat(Stream.of(guest), Stream.of(others)).toList();
        everybody.forEach(Viewing::catchUp);
        var all = new ArrayList<Executable>();
        all.add(() -> assertTrue(changed.isDone(), () -> "the change: " + changed));
        all.add(() -> isRevoked(calls.calendar()));
        written.forEach((write, answer) -> {
            var event = calls.calendar().id(write, answer);
            for (var viewing : everybody) {
                all.add(named(write, () -> viewing.isNotShownWhatIsGone(event)));
                all.add(named(write, () -> viewing.isShownTheSame(event)));
            }
            all.add(named(write, () -> check(calls.calendar(), write, answer, guest)));
        });
        assertAll(name, all);
    }

    private static Executable named(Write write, Executable check) {
        return () -> {
            try {
                check.execute();
            } catch (AssertionError wrong) {
                throw new AssertionError(write + ": " + wrong.getMessage(), wrong);
            }
        };
    }

    private void check(SharedCalendar calendar, Write write, Answer written, Viewing guest) {
        var isRefused = written.status() == 401 && calendar.change() == Change.REVOKE;
        assertTrue(isRefused || ANSWERS.contains(written.status()), written::toString);
        var event = calendar.id(write, written);
        if (written.isDone()) {
            mayBeWritten(calendar, write, event);
            isKept(calendar, write, event);
        }
        assertEquals(seen(calendar, write, event), guest.told(event), "how often the guest is told");
    }

    /// Who loses the right to write has not written after that.
    private void mayBeWritten(SharedCalendar calendar, Write write, String event) {
        var losesTheRight = calendar.change() == Change.PRIVILEGE || calendar.change() == Change.UNSHARE_THE_WRITER;
        if (losesTheRight && write != Write.ANSWER && write != Write.ANSWER_ONE) {
            assertTrue(
                    truth.positions("event", event, "%").getLast() < changedAt(calendar),
                    "by somebody who may not write any more");
        }
    }

    /// An event that was moved out of a calendar does not go with it.
    private void isKept(SharedCalendar calendar, Write write, String event) {
        if (movesOut(write)) {
            var path = "/api/v2/events/" + event + "?calendar_id=" + calendar.other();
            var found = Http.get(service, path, calendar.people().owner().token());
            assertEquals(200, found.status(), "the event is not where it was moved to");
        }
    }

    private static boolean movesOut(Write write) {
        return write == Write.MOVE_OUT || write == Write.MOVE_SERIES;
    }

    private long changedAt(SharedCalendar calendar) {
        return truth.positions("calendar", calendar.calendar(), "%shared").getLast();
    }

    /// How often the guest is to be told of an event: of each change of it while one of its calendars is open to the
    /// guest.
    private long seen(SharedCalendar calendar, Write write, String event) {
        var before = calendar.change() == Change.SHARE || write.creates() ? 0 : 1;
        var all = truth.positions("event", event, "%").stream().skip(before).toList();
        var isInOther = calendar.showsBoth() && (write == Write.MOVE_IN || movesOut(write));
        return switch (calendar.change()) {
            case SHARE -> count(all, position -> position > changedAt(calendar));
            case UNSHARE, UNSHARE_THE_WRITER -> count(all, position -> isInOther || position < changedAt(calendar));
            case PRIVILEGE, HIDE, REMOVE, REVOKE -> all.size();
        };
    }

    private static long count(List<Long> positions, LongPredicate isSeen) {
        return positions.stream().filter(isSeen::test).count();
    }

    private void isRevoked(SharedCalendar calendar) {
        if (calendar.change() == Change.REVOKE) {
            var token = calendar.people().token();
            assertEquals(401, Http.get(service, "/api/v2/calendars", token).status());
        }
    }

    private Set<String> ask(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new HashSet<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
