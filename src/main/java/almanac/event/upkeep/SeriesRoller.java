package almanac.event.upkeep;

import almanac.event.model.EventVersion;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventStore;
import almanac.event.store.NewEvents;
import almanac.event.store.SeriesPages;
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
import java.util.stream.Collectors;

/// Keeps the stored occurrences of series ahead of now, and true to the zone data of this Java.
///
/// No reader needs it: occurrences that are not stored are computed when they are read. An occurrence that new
/// zone data has moved is logged as a change of its series.
@Singleton
class SeriesRoller {
    private static final String SWEEP = "series-pages";
    private static final int STEP = 100;
    private static final Cause BY_SYSTEM = new Cause(Reason.EDITED, 0);

    private static final String ENDING =
            "select event_id from series where paged_to < $1 order by paged_to, event_id limit $2";
    private static final String OUTDATED =
            "select event_id from series where zone_rules < $1 order by event_id limit $2";
    private static final String CLAIM = "select from series where event_id = $1 for update skip locked";

    private final EventStore store;
    private final SeriesPages pages;
    private final NewEvents newEvents;
    private final Transactions transactions;

    SeriesRoller(EventStore store, SeriesPages pages, NewEvents newEvents, Transactions transactions) {
        this.store = store;
        this.pages = pages;
        this.newEvents = newEvents;
        this.transactions = transactions;
    }

    @Scheduled(
            every = "1h",
            delayed = "40s",
            identity = SWEEP,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> roll() {
        return Sweep.orNextTime(
                SWEEP,
                all(ENDING, Tuple.of(pages.tooNear(), STEP))
                        .chain(() -> all(OUTDATED, Tuple.of(SeriesPages.zoneRules(), STEP))));
    }

    /// Renews the pages of the series of a statement, step by step. A step that renews none is the last: its
    /// series are those that another node works on.
    private Uni<Void> all(String sql, Tuple parameters) {
        return transactions
                .statements()
                .run(sql, parameters)
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList())
                .chain(ids -> renewed(ids)
                        .chain(renewed -> renewed == 0 || ids.size() < STEP
                                ? Uni.createFrom().voidItem()
                                : all(sql, parameters)));
    }

    private Uni<Long> renewed(List<String> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(this::renew)
                .filter(renewed -> renewed)
                .collect()
                .with(Collectors.counting());
    }

    private Uni<Boolean> renew(String id) {
        return transactions.write(session -> {
            var statements = Statements.in(session);
            return store.hold(statements, List.of(id))
                    .chain(() -> statements.run(CLAIM, Tuple.of(id)))
                    .chain(claimed -> claimed.size() == 0
                            ? Uni.createFrom().item(false)
                            : store.load(statements, id)
                                    .chain(found -> found.isEmpty()
                                            ? Uni.createFrom().item(false)
                                            : renew(statements, found.get()).replaceWith(true)));
        });
    }

    private Uni<Void> renew(Statements statements, EventVersion series) {
        return pages.hasMoved(statements, series)
                .chain(hasMoved ->
                        hasMoved ? logged(statements, series) : Uni.createFrom().item(series))
                .chain(current -> pages.renew(statements, current));
    }

    /// The series with a new tag and a log entry.
    private Uni<EventVersion> logged(Statements statements, EventVersion series) {
        var tag = newEvents.tag(series.event().editTag());
        var version = newEvents.version(
                series.event().but().tag(tag).build(), series.organizer(), series.meetingLink(), series.calendar());
        return store.change(statements, series, new Draft(version, null, List.of(), null, BY_SYSTEM, null))
                .replaceWith(version);
    }
}
