package almanac.mirror.poll;

import almanac.mirror.client.Heard;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.Link;
import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// One look at a remote account, and what follows from it here.
///
/// Each part waits for the one before it, and what was heard is written in small transactions: nothing
/// piles up, and no write waits long for a row.
@Singleton
class Round {
    private final Upstream upstream;
    private final UpstreamConfig config;
    private final CalendarRound calendars;
    private final EventRound events;
    private final Clock clock;

    Round(Upstream upstream, UpstreamConfig config, CalendarRound calendars, EventRound events, Clock clock) {
        this.upstream = upstream;
        this.config = config;
        this.calendars = calendars;
        this.events = events;
        this.clock = clock;
    }

    /// Asks, compares and writes down; fails where any of that fails as a whole.
    ///
    /// @param isWatched whether a client watches the account, so that the next round comes soon
    /// @return the calendars and events that cannot be read or stored, and were passed over
    Uni<List<Skipped>> run(Link link, boolean isWatched) {
        var now = clock.millis();
        var visit = new Visit(link, now, Slice.of(config.window(), link, isWatched, now));
        return upstream.calendars(link, config.quota().reserve())
                .chain(heard -> calendars.put(link, heard))
                .chain(skipped -> ask(visit)
                        .chain(heard -> events.put(visit, heard))
                        .map(others ->
                                Stream.concat(skipped.stream(), others.stream()).toList()));
    }

    private Uni<Heard<RemoteEvent>> ask(Visit visit) {
        return Multi.createFrom()
                .iterable(visit.slices())
                .onItem()
                .transformToUniAndConcatenate(slice -> upstream.events(
                        visit.link(), slice.from(), slice.to(), config.quota().reserve()))
                .collect()
                .asList()
                .map(Round::together);
    }

    /// An event that reaches from one slice into the next is told twice.
    private static Heard<RemoteEvent> together(List<Heard<RemoteEvent>> slices) {
        var events = new LinkedHashMap<String, RemoteEvent>();
        var skipped = new ArrayList<Skipped>();
        slices.forEach(slice -> {
            slice.items().forEach(event -> events.put(event.id(), event));
            skipped.addAll(slice.skipped());
        });
        return new Heard<>(
                List.copyOf(events.values()), skipped.stream().distinct().toList());
    }
}
