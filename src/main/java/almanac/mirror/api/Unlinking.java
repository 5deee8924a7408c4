package almanac.mirror.api;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.store.CalendarMirror;
import almanac.mirror.link.Links;
import almanac.mirror.poll.MirrorMeters;
import almanac.mirror.state.MirrorStore;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Parts accounts from the remote ones they are linked with.
@Singleton
class Unlinking {
    private final Links links;
    private final CalendarMirror calendars;
    private final MirrorStore store;
    private final MirrorMeters meters;
    private final Transactions transactions;

    Unlinking(
            Links links, CalendarMirror calendars, MirrorStore store, MirrorMeters meters, Transactions transactions) {
        this.links = links;
        this.calendars = calendars;
        this.store = store;
        this.meters = meters;
        this.transactions = transactions;
    }

    /// Parts an account from the remote one. Once begun, it runs to its end, also where the caller has gone.
    ///
    /// @param keep whether what was mirrored becomes the account's own, or goes
    /// @throws ProblemException 404 where it is not linked
    Uni<Void> remove(long zuid, boolean keep) {
        var parting = links.of(zuid)
                .map(found -> found.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)))
                .chain(() -> links.remove(zuid))
                .chain(() -> keep ? keep(zuid) : clear(zuid))
                .invoke(() -> meters.forget(zuid));
        return Uni.createFrom().emitter(answer -> parting.subscribe().with(answer::complete, answer::fail));
    }

    private Uni<Void> keep(long zuid) {
        return transactions.writeLong(
                session -> calendars.release(session, zuid).chain(() -> store.forget(session, zuid)));
    }

    /// The events first, some at a time: a transaction that removes ten thousand of them would outlast
    /// every limit.
    private Uni<Void> clear(long zuid) {
        return store.calendars(zuid)
                .onItem()
                .transformToMulti(seen -> Multi.createFrom().iterable(seen.calendars()))
                .onItem()
                .transformToUniAndConcatenate(id -> transactions.writeInSteps(
                        session -> calendars.clearSome(session, id, zuid),
                        session -> calendars.remove(session, id, zuid)))
                .collect()
                .last()
                .chain(() -> transactions.writeLong(
                        session -> store.forget(session, zuid).chain(() -> calendars.restoreDefault(session, zuid))));
    }
}
