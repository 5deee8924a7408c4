package almanac.mirror.poll;

import almanac.calendar.model.CalendarAccess;
import almanac.calendar.store.CalendarMirror;
import almanac.calendar.store.Calendars;
import almanac.event.write.EventMirror.Cause;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.Link;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.MirrorWriter;
import almanac.mirror.state.References;
import almanac.mirror.state.SyncState;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// One look at an account elsewhere, and what follows from it here.
///
/// Each part waits for the one before it, and what was heard is written in small transactions: nothing
/// piles up, and nobody waits long for a row.
@Singleton
class Round {
    private static final int CHUNK = 50;

    private final Upstream upstream;
    private final UpstreamConfig config;
    private final Transactions transactions;
    private final CalendarRound calendarRound;
    private final CalendarMirror calendarMirror;
    private final Calendars calendars;
    private final MirrorWriter recorder;
    private final MirrorStore store;
    private final MirrorMeters meters;
    private final Clock clock;

    Round(
            Upstream upstream,
            UpstreamConfig config,
            Transactions transactions,
            CalendarRound calendarRound,
            CalendarMirror calendarMirror,
            Calendars calendars,
            MirrorWriter recorder,
            MirrorStore store,
            MirrorMeters meters,
            Clock clock) {
        this.upstream = upstream;
        this.config = config;
        this.transactions = transactions;
        this.calendarRound = calendarRound;
        this.calendarMirror = calendarMirror;
        this.calendars = calendars;
        this.recorder = recorder;
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    /// What the parts of a round pass on to each other.
    private record Visit(Link link, long askedAt, List<Slice> slices) {}

    /// Asks, compares and writes down; fails where any of that fails.
    ///
    /// @param isWatched whether somebody watches the account, so that the next round comes soon
    Uni<Void> run(Link link, boolean isWatched) {
        var now = clock.millis();
        var visit = new Visit(link, now, Slice.of(config.window(), link, isWatched, now));
        return upstream.calendars(link)
                .chain(heard -> calendarRound.put(link, heard))
                .chain(() -> ask(visit))
                .chain(heard -> compare(visit, heard));
    }

    private Uni<List<RemoteEvent>> ask(Visit visit) {
        return Multi.createFrom()
                .iterable(visit.slices)
                .onItem()
                .transformToUniAndConcatenate(slice -> upstream.events(
                        visit.link, slice.from(), slice.to(), config.quota().reserve()))
                .collect()
                .in(
                        LinkedHashMap<String, RemoteEvent>::new,
                        (all, some) -> some.forEach(event -> all.put(event.id(), event)))
                .map(all -> List.copyOf(all.values()));
    }

    private Uni<Void> compare(Visit visit, List<RemoteEvent> heard) {
        var ids = heard.stream().map(RemoteEvent::id).toList();
        var from = visit.slices.stream().mapToLong(Slice::from).min().orElseThrow();
        var to = visit.slices.stream().mapToLong(Slice::to).max().orElseThrow();
        var zuid = visit.link.zuid();
        return store.known(visit.link, ids, from, to)
                .chain(known -> store.goneSince(visit.askedAt)
                        .chain(gone -> store.calendars(zuid).chain(references -> {
                            var input = new Comparison.Input(
                                    zuid, visit.askedAt, visit.slices, heard, known, gone, references.invitations());
                            Function<RemoteEvent, Long> home = references::home;
                            var comparison = Comparison.of(input, home);
                            return apply(visit, new Plan(input, byId(known), home), comparison);
                        })));
    }

    /// How events find their calendars.
    ///
    /// @param known what is known of events, by their ids
    private record Plan(Comparison.Input input, Map<String, SyncState> known, Function<RemoteEvent, Long> home) {}

    private Uni<Void> apply(Visit visit, Plan plan, Comparison comparison) {
        return Multi.createFrom()
                .iterable(comparison.puts())
                .group()
                .intoLists()
                .of(CHUNK)
                .onItem()
                .transformToUniAndConcatenate(
                        chunk -> whileLinked(visit.link, session -> put(session, visit, plan, chunk)))
                .collect()
                .last()
                .chain(() -> look(visit, plan, comparison.missing()));
    }

    /// An event in its place.
    ///
    /// @param calendar where it is to lie; 0 for the calendar of invitations that is still to be made
    /// @param keeper the account whose link answers for it
    private record Placed(RemoteEvent heard, long calendar, long keeper) {}

    /// Events are locked and calendars touched in the same order by all rounds: else two of them, or one
    /// and somebody who writes, would wait for each other.
    private Uni<Void> put(StatelessSession session, Visit visit, Plan plan, List<RemoteEvent> chunk) {
        var calendars = new HashMap<Long, CalendarAccess>();
        var placed = chunk.stream()
                .map(heard -> place(visit, plan, heard))
                .sorted(Comparator.comparingLong(Placed::calendar))
                .toList();
        return recorder.hold(session, chunk)
                .onItem()
                .transformToMulti(held -> Multi.createFrom().iterable(placed))
                .onItem()
                .transformToUniAndConcatenate(each -> put(session, visit, each, calendars))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Placed place(Visit visit, Plan plan, RemoteEvent heard) {
        var known = plan.known.get(heard.id());
        long target = plan.home.apply(heard);
        var keeper = visit.link.zuid();
        if (known != null && known.keeper() != keeper && !Comparison.isAtHome(plan.input, heard, known, plan.home)) {
            keeper = known.keeper();
            target = target == plan.input.invitations() ? known.calendar() : target;
        }
        return new Placed(heard, target, keeper);
    }

    /// @param calendars those that this transaction has read
    private Uni<Boolean> put(
            StatelessSession session, Visit visit, Placed placed, Map<Long, CalendarAccess> calendars) {
        return calendar(session, visit.link, placed.calendar, calendars)
                .chain(calendar -> recorder.heard(session, placed.heard, calendar, placed.keeper, visit.askedAt))
                .invoke(meters::changed);
    }

    private Uni<CalendarAccess> calendar(
            StatelessSession session, Link link, long number, Map<Long, CalendarAccess> known) {
        var calendar = known.get(number);
        return calendar != null
                ? Uni.createFrom().item(calendar)
                : calendar(session, link, number).invoke(found -> known.put(number, found));
    }

    private Uni<CalendarAccess> calendar(StatelessSession session, Link link, long number) {
        return number == 0
                ? store.calendars(link.zuid())
                        .chain(references -> references.invitations() == 0
                                ? calendarMirror
                                        .addForInvitations(session, link.baseUrl(), link.zuid())
                                        .call(made ->
                                                store.sees(session, link.zuid(), made.id(), References.INVITATIONS))
                                : calendars.withId(Statements.in(session), references.invitations()))
                : calendars.withId(Statements.in(session), number);
    }

    /// Asks for each event that should have been told: whether it is gone, or only at another time.
    /// What the quota does not suffice for comes with the next round. (One that was moved to another
    /// time and another calendar at once counts as gone; it is new again when it comes into the
    /// window.)
    private Uni<Void> look(Visit visit, Plan plan, List<SyncState> missing) {
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(known -> upstream.event(
                                visit.link,
                                known.id(),
                                known.reference(),
                                config.quota().reserve())
                        .chain(found -> settle(visit, plan, known, found)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> settle(Visit visit, Plan plan, SyncState known, Optional<RemoteEvent> found) {
        return found.isPresent()
                ? whileLinked(visit.link, session -> put(session, visit, plan, List.of(found.get())))
                : whileLinked(visit.link, session -> recorder.gone(session, known.id(), Cause.ELSEWHERE))
                        .invoke(() -> meters.changed(true));
    }

    /// What was heard by a link that is gone is not written down any more.
    private Uni<Void> whileLinked(Link link, Function<StatelessSession, Uni<Void>> work) {
        return transactions.writeLong(session -> store.hold(session, link).chain(held -> {
            if (!held) {
                throw UpstreamException.here("it is not linked any more");
            }
            return work.apply(session);
        }));
    }

    private static Map<String, SyncState> byId(List<SyncState> known) {
        var byId = new HashMap<String, SyncState>();
        known.forEach(each -> byId.put(each.id(), each));
        return byId;
    }
}
