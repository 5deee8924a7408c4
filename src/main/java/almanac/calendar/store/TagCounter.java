package almanac.calendar.store;

import almanac.log.tail.LogTail;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;

/// Adds the changes of calendars to their `ctag` once a second, and the events that came or went to their
/// number of events, after the writers' commits.
///
/// A write that incremented the `ctag` itself would lock the calendar's row until its commit, and writers of
/// one calendar would wait for each other. So a `ctag` is the stored count plus the number of later changes;
/// both are read in one snapshot, so each change counts once.
@Singleton
class TagCounter {
    /// An exception of a series is no event of its own. Counts only settled positions: a change that commits
    /// late must not be skipped. One node counts at a time; others find the row locked or the work done.
    static final String COUNT = """
            with mark as materialized (
                select counted from change_log where counted < $1 for update skip locked),
            fresh as materialized (
                select h.calendar_id, h.former_calendar_id, case when h.kind = 'event' then h.committed_at end as committed_at,
                    case when h.kind <> 'event' or h.recurrence_id is not null then 0 when h.new_tag is null then -1
                        when h.old_tag is null or h.former_calendar_id is not null then 1 else 0 end as events from mark
                cross join lateral (
                    select * from change c where c.position > mark.counted and c.position <= $1 offset 0) h),
            each as (
                select id, count(*) as changes, max(committed_at) as latest, sum(events) as events from (
                    select calendar_id as id, committed_at, events from fresh
                    union all
                    select former_calendar_id, committed_at, -1 from fresh where former_calendar_id is not null) touched
                group by id order by id),
            raised as (
                update calendar c set ctag = c.ctag + each.changes, events = c.events + each.events,
                    last_modified_at = greatest(c.last_modified_at, each.latest)
                from each where c.id = each.id)
            update change_log set counted = $1 from mark
            """;

    private static final String SWEEP = "calendar-tags";

    private final LogTail tail;
    private final Statements statements;
    private volatile long counted;

    TagCounter(LogTail tail, Transactions transactions) {
        this.tail = tail;
        this.statements = transactions.statements();
    }

    @Scheduled(every = "1s", identity = SWEEP, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        var settled = tail.settled();
        if (settled == counted) {
            return Uni.createFrom().voidItem();
        }
        return Sweep.orNextTime(
                SWEEP,
                statements
                        .store(COUNT, Tuple.of(settled))
                        .invoke(() -> counted = settled)
                        .replaceWithVoid());
    }
}
