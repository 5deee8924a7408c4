package almanac.event.write;

import almanac.event.model.EventVersion;
import almanac.event.model.WholeDays;
import almanac.event.write.EventMirror.Cause;
import almanac.event.write.EventStore.Draft;
import almanac.event.write.EventStore.Result;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Rewrites `isallday` in documents that were stored before it depended on the event's time.
///
/// It visits all events once, by id, in steps, and records its progress in the table `rewrite`: an
/// interrupted run is continued by the next sweep on any node. Each event is changed as any other, with a new
/// tag and a log entry. Mirrored events keep the value of the remote service.
@Singleton
class WholeDayRefresher {
    private static final String SWEEP = "whole-days";
    private static final int STEP = 1_000;

    /// The shortest day, in ms.
    private static final long SHORTEST = 22 * 3_600_000L;

    private static final String BEGIN = "select after from rewrite where name = 'whole-days'";
    private static final String READ = """
            select id, is_long from (
                select e.id, e.ends_at - e.starts_at >= $2 as is_long from event e where e.id > $1 order by e.id limit $3) step
            order by id
            """;
    private static final String NOTE = "update rewrite set after = $1 where name = 'whole-days'";
    private static final String END = "delete from rewrite where name = 'whole-days'";
    private static final Cause BY_SYSTEM = new Cause(Reason.EDITED, 0);

    private final EventStore store;
    private final NewEvents newEvents;
    private final Statements statements;

    WholeDayRefresher(EventStore store, NewEvents newEvents, Transactions transactions) {
        this.store = store;
        this.newEvents = newEvents;
        this.statements = transactions.statements();
    }

    /// An event's id.
    ///
    /// @param isLong whether it lasts at least the shortest day
    private record Found(String id, boolean isLong) {}

    @Scheduled(
            every = "10m",
            delayed = "30s",
            identity = SWEEP,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return Sweep.orNextTime(
                SWEEP, begin().chain(after -> after.isEmpty() ? Uni.createFrom().voidItem() : goOn(after.get())));
    }

    /// The last event visited; empty if all were.
    private Uni<Optional<String>> begin() {
        return statements.run(BEGIN, Tuple.tuple()).map(rows -> {
            for (var row : rows) {
                return Optional.of(row.getString(0));
            }
            return Optional.empty();
        });
    }

    private Uni<Void> goOn(String after) {
        return read(after).call(this::refreshAll).chain(step -> {
            if (step.size() < STEP) {
                return statements.store(END, Tuple.tuple()).replaceWithVoid();
            }
            var last = step.getLast().id;
            return statements.store(NOTE, Tuple.of(last)).chain(() -> goOn(last));
        });
    }

    private Uni<List<Found>> read(String after) {
        return statements
                .run(READ, Tuple.of(after, SHORTEST, STEP))
                .map(rows -> rows.stream()
                        .map(row -> new Found(row.getString(0), row.getBoolean(1)))
                        .toList());
    }

    private Uni<Void> refreshAll(List<Found> step) {
        return Multi.createFrom()
                .iterable(step)
                .filter(Found::isLong)
                .onItem()
                .transformToUniAndConcatenate(found -> refresh(found.id))
                .collect()
                .last();
    }

    /// Rewrites one event; reads it again if it was changed meanwhile.
    private Uni<Void> refresh(String id) {
        return store.load(statements, id)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(true) : refresh(found.get()))
                .chain(done -> done ? Uni.createFrom().voidItem() : refresh(id));
    }

    private Uni<Boolean> refresh(EventVersion before) {
        var event = before.event();
        var isAllDay = WholeDays.isOf(event.startTime(), event.endTime(), event.timezone());
        if (before.calendar().isMirrored() || event.isAllDay() == isAllDay) {
            return Uni.createFrom().item(true);
        }
        var version = newEvents.version(
                event.withAllDay(isAllDay, newEvents.tag(event.editTag())),
                before.organizer(),
                before.meetingLink(),
                before.calendar());
        return store.change(statements, before, new Draft(version, null, List.of(), null, BY_SYSTEM, null))
                .map(result -> result == Result.STORED);
    }
}
