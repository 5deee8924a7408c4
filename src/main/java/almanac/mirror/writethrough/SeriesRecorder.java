package almanac.mirror.writethrough;

import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventView;
import almanac.event.store.Cause;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteId;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.MirrorWriter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Finds the occurrences of a remote series that a write has made, changed or removed, and writes them down here.
/// Nothing
/// is expanded here: the remote service lists them.
@Singleton
class SeriesRecorder {
    private static final long WINDOW = Duration.ofDays(31).toMillis();
    private static final int NO_RESERVE = 0;

    /// The number of occurrences of a series that are written down at once. A round reads the others.
    private static final int MOST = 100;

    private final Upstream upstream;
    private final MirrorWriter writer;
    private final MirrorStore store;
    private final Links links;
    private final Clock clock;

    SeriesRecorder(Upstream upstream, MirrorWriter writer, MirrorStore store, Links links, Clock clock) {
        this.upstream = upstream;
        this.writer = writer;
        this.store = store;
        this.links = links;
        this.clock = clock;
    }

    /// What a window of the remote service lists of an event.
    ///
    /// @param from the window's start, epoch ms
    /// @param items by their starts
    record Listed(long from, List<RemoteEvent> items) {}

    /// What is listed of an event in the 31 days from a moment, or if that is nothing, in those before it.
    ///
    /// @param event the id there
    Uni<Listed> listed(Link link, String event, long from) {
        return listedIn(link, event, from)
                .chain(listed -> listed.items.isEmpty()
                        ? listedIn(link, event, from - WINDOW)
                        : Uni.createFrom().item(listed));
    }

    private Uni<Listed> listedIn(Link link, String event, long from) {
        return upstream.events(link, from, from + WINDOW, NO_RESERVE)
                .map(heard -> new Listed(
                        from,
                        heard.items().stream()
                                .filter(item -> RemoteId.of(item.id()).event().equals(event))
                                .sorted(Comparator.comparingLong(
                                        item -> item.event().startTime()))
                                .limit(MOST)
                                .toList()));
    }

    /// Where and by whom something is written down.
    ///
    /// @param keeper the account whose link answers for it
    /// @param viewer who looks at the answer
    record Into(CalendarAccess calendar, long keeper, Cause cause, long viewer) {}

    /// Writes down what is listed, which is at least one item.
    ///
    /// @return the first item
    Uni<EventView> written(StatelessSession session, List<RemoteEvent> items, Into into) {
        return writer.hold(session, items)
                .chain(() -> Multi.createFrom()
                        .iterable(items)
                        .onItem()
                        .transformToUniAndConcatenate(item -> writer.written(
                                session,
                                item,
                                into.calendar,
                                into.keeper,
                                null,
                                into.cause,
                                into.viewer,
                                clock.millis()))
                        .collect()
                        .asList())
                .map(List::getFirst);
    }

    /// Removes those of an event's occurrences here that a list does not have any more, though they lay in its
    /// window,
    /// and the item that was named.
    Uni<Void> removeOthers(StatelessSession session, RemoteWrite attempt, Listed listed, Cause cause) {
        var kept = new HashSet<>(listed.items.stream().map(RemoteEvent::id).toList());
        return store.occurrences(RemoteId.of(attempt.id()).event(), listed.from, listed.from + WINDOW)
                .chain(found -> {
                    var gone = new HashSet<>(found);
                    gone.add(attempt.id());
                    gone.removeAll(kept);
                    return remove(session, attempt, gone, cause);
                });
    }

    /// Removes an item and the later occurrences of its series, or all of them.
    ///
    /// @param from epoch ms
    Uni<Void> removeFrom(StatelessSession session, RemoteWrite attempt, long from, Cause cause) {
        return store.occurrences(RemoteId.of(attempt.id()).event(), from, Long.MAX_VALUE)
                .chain(found -> {
                    var gone = new HashSet<>(found);
                    gone.add(attempt.id());
                    return remove(session, attempt, gone, cause);
                });
    }

    private Uni<Void> remove(StatelessSession session, RemoteWrite attempt, Set<String> ids, Cause cause) {
        var keeper = attempt.way().link().zuid();
        return Multi.createFrom()
                .iterable(ids.stream().sorted().toList())
                .onItem()
                .transformToUniAndConcatenate(id ->
                        writer.gone(session, id, cause).chain(() -> store.gone(session, keeper, id, clock.millis())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// Lets the next round of a link begin: a series may have occurrences in other windows.
    Uni<Void> goOn(Link link) {
        return links.hasten(link.zuid());
    }
}
