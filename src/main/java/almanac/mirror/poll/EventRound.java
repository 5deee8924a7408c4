package almanac.mirror.poll;

import almanac.mirror.client.Heard;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteId;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.SyncState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The part of a round that is about events: what was told is compared with what is known, and written down.
@Singleton
class EventRound {
    private static final int CHUNK = 50;

    private final Upstream upstream;
    private final UpstreamConfig config;
    private final MirrorStore store;
    private final RoundWriter writer;

    EventRound(Upstream upstream, UpstreamConfig config, MirrorStore store, RoundWriter writer) {
        this.upstream = upstream;
        this.config = config;
        this.store = store;
        this.writer = writer;
    }

    /// How events find their calendars.
    ///
    /// @param known what is known of events, by their ids
    /// @param series the ids of series of which the occurrences were told: each of them is an event, and the
    ///     series none
    private record Plan(
            Comparison.Input input,
            Map<String, SyncState> known,
            Set<String> series,
            Function<RemoteEvent, Long> home) {

        Placed place(RemoteEvent heard) {
            var state = known.get(heard.id());
            long target = home.apply(heard);
            var keeper = input.zuid();
            if (state != null && state.keeper() != keeper && !Comparison.isAtHome(input, heard, state, home)) {
                keeper = state.keeper();
                target = target == input.invitations() ? state.calendar() : target;
            }
            return new Placed(heard, target, keeper);
        }
    }

    /// Makes the events here what was heard of them.
    ///
    /// @return those that were passed over
    Uni<List<Skipped>> put(Visit visit, Heard<RemoteEvent> heard) {
        var ids = heard.items().stream().map(RemoteEvent::id).toList();
        var zuid = visit.link().zuid();
        return store.known(visit.link(), ids, visit.from(), visit.to())
                .chain(known -> store.goneBetween(visit.askedAt(), visit.askedAt() + LinkQueue.LEASE.toMillis())
                        .chain(gone -> store.calendars(zuid).chain(references -> {
                            var input = new Comparison.Input(
                                    zuid,
                                    visit.askedAt(),
                                    visit.slices(),
                                    heard.items(),
                                    known,
                                    gone,
                                    references.invitations());
                            var plan = new Plan(input, byId(known), series(heard.items()), references::home);
                            return apply(visit, plan, heard.skipped());
                        })));
    }

    private Uni<List<Skipped>> apply(Visit visit, Plan plan, List<Skipped> unreadable) {
        var comparison = Comparison.of(plan.input, plan.home);
        var ids = unreadable.stream().map(Skipped::id).filter(Objects::nonNull).collect(Collectors.toSet());
        var missing = comparison.missing().stream()
                .filter(known -> !ids.contains(known.id()))
                .toList();
        return puts(visit, plan, comparison.puts())
                .chain(unstorable -> look(visit, plan, missing).map(unknown -> {
                    var skipped = new ArrayList<>(unreadable);
                    skipped.addAll(unstorable);
                    skipped.addAll(unknown);
                    return skipped;
                }));
    }

    private Uni<List<Skipped>> puts(Visit visit, Plan plan, List<RemoteEvent> puts) {
        return each(
                Multi.createFrom()
                        .iterable(puts)
                        .map(plan::place)
                        .group()
                        .intoLists()
                        .of(CHUNK),
                chunk -> writer.put(visit, chunk));
    }

    /// Asks for each event that should have been told: whether it is gone, or only at another time.
    /// What the quota does not suffice for comes with the next round. (One that was moved to another
    /// time and another calendar at once counts as gone; it is new again when it comes into the
    /// window.)
    private Uni<List<Skipped>> look(Visit visit, Plan plan, List<SyncState> missing) {
        return each(
                Multi.createFrom().iterable(missing),
                known -> plan.series.contains(known.id())
                        ? writer.remove(visit, known.id()).replaceWith(List.of())
                        : upstream.missing(
                                        visit.link(),
                                        known.id(),
                                        known.reference(),
                                        config.quota().reserve())
                                .chain(found -> settle(visit, plan, known, found)));
    }

    /// What is answered about another event, such as the series instead of its occurrence, says that this one
    /// is gone.
    private Uni<List<Skipped>> settle(Visit visit, Plan plan, SyncState known, Heard<RemoteEvent> found) {
        var same = found.items().stream()
                .filter(event -> event.id().equals(known.id()))
                .map(plan::place)
                .toList();
        if (!same.isEmpty()) {
            return writer.put(visit, same);
        }
        return found.skipped().isEmpty()
                ? writer.remove(visit, known.id()).replaceWith(List.of())
                : Uni.createFrom().item(found.skipped());
    }

    private static <T> Uni<List<Skipped>> each(Multi<T> all, Function<T, Uni<List<Skipped>>> work) {
        return all.onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .in(ArrayList<Skipped>::new, List::addAll)
                .map(List::copyOf);
    }

    private static Set<String> series(List<RemoteEvent> heard) {
        return heard.stream()
                .map(event -> RemoteId.of(event.id()))
                .filter(RemoteId::isOccurrence)
                .map(RemoteId::event)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, SyncState> byId(List<SyncState> known) {
        var byId = new HashMap<String, SyncState>();
        known.forEach(each -> byId.put(each.id(), each));
        return byId;
    }
}
