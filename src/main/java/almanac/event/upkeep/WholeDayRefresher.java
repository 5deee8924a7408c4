package almanac.event.upkeep;

import almanac.event.model.Event;
import almanac.event.model.EventVersion;
import almanac.event.model.WholeDays;
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
                select e.id, case when e.size = 9 then true else e.ends_at - e.starts_at >= $2 end as is_long from event e where e.id > $1 order by e.id limit $3) step
            order by id
            """;
    private static final String NOTE = "update rewrite set after = $1 where name = 'whole-days'";
    private static final String END = "delete from rewrite where name = 'whole-days'";

    private final EventRewriter rewriter;
    private final Statements statements;

    WholeDayRefresher(EventRewriter rewriter, Transactions transactions) {
        this.rewriter = rewriter;
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
                .transformToUniAndConcatenate(found -> rewriter.rewrite(found.id, WholeDayRefresher::derived))
                .collect()
                .last();
    }

    private static Event derived(EventVersion before) {
        var event = before.event();
        var isWhole =
                !before.calendar().isMirrored() && WholeDays.isOf(event.startTime(), event.endTime(), event.timezone());
        return event.but().allDay(event.isAllDay() || isWhole).build();
    }
}
