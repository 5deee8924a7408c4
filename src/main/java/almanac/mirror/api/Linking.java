package almanac.mirror.api;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.store.CalendarMirror;
import almanac.mirror.client.OutwardQuota;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.Link;
import almanac.mirror.link.LinkCredentials;
import almanac.mirror.link.Links;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.poll.CalendarRound;
import almanac.mirror.poll.MirrorMeters;
import almanac.mirror.state.MirrorStore;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/// Links accounts with accounts elsewhere, and parts them again.
@Singleton
class Linking {

    private final Links links;
    private final Upstream upstream;
    private final OutwardQuota quota;
    private final UpstreamConfig config;
    private final CalendarMirror calendars;
    private final MirrorStore store;
    private final MirrorMeters meters;
    private final CalendarRound calendarRound;
    private final Accounts accounts;
    private final Transactions transactions;
    private final Clock clock;

    Linking(
            Links links,
            Upstream upstream,
            OutwardQuota quota,
            UpstreamConfig config,
            CalendarMirror calendars,
            MirrorStore store,
            MirrorMeters meters,
            CalendarRound calendarRound,
            Accounts accounts,
            Transactions transactions,
            Clock clock) {
        this.links = links;
        this.upstream = upstream;
        this.quota = quota;
        this.config = config;
        this.calendars = calendars;
        this.store = store;
        this.meters = meters;
        this.calendarRound = calendarRound;
        this.accounts = accounts;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Links an account, or gives its link other credentials.
    ///
    /// @throws ProblemException 404 for no account, 400 for credentials that cannot be, 409 where there
    ///     is no key to seal them with, or the account is linked with another service
    Uni<LinkState> put(long zuid, LinkCredentials credentials) {
        var errors = upstream.errors(credentials);
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
        if (!links.isReady()) {
            throw conflict(
                    "encryption_key_missing",
                    "almanac.upstream.encryption-key",
                    "has to be configured first: 32 bytes in base64");
        }
        return exists(zuid)
                .chain(() -> links.put(zuid, credentials))
                .invoke(done -> {
                    if (!done) {
                        throw conflict(
                                "linked_elsewhere", "base_url", "is another service than the one it is linked with");
                    }
                    calendarRound.forget(zuid);
                })
                .chain(() -> state(zuid));
    }

    /// How an account's link is doing.
    ///
    /// @throws ProblemException 404 where there is none
    Uni<LinkState> state(long zuid) {
        return link(zuid)
                .chain(link -> quota.standings(zuid)
                        .chain(standings -> links.troubleOf(zuid)
                                .map(trouble -> LinkState.of(
                                        link,
                                        standings,
                                        trouble.orElse(null),
                                        config.quota().limit(),
                                        clock.millis()))));
    }

    /// Parts an account from the other one. Once begun, it runs to its end, whoever has stopped
    /// waiting.
    ///
    /// @param keep whether what was mirrored becomes the account's own, or goes
    Uni<Void> remove(long zuid, boolean keep) {
        var parting = link(zuid)
                .chain(() -> links.remove(zuid))
                .chain(() -> keep ? keep(zuid) : clear(zuid))
                .invoke(() -> {
                    meters.forget(zuid);
                    calendarRound.forgetAll();
                });
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

    private Uni<Link> link(long zuid) {
        return links.of(zuid).map(found -> found.orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND)));
    }

    private Uni<Void> exists(long zuid) {
        return transactions.read(session -> accounts.withZuid(session, zuid)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.of(Problem.NOT_FOUND))
                .replaceWithVoid());
    }

    private static ProblemException conflict(String code, String field, String message) {
        return ProblemException.of(Problem.CONFLICT, code, List.of(new FieldError(field, message)));
    }
}
