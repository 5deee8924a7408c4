package almanac.mail.outbox;

import almanac.event.model.Event;
import almanac.event.model.EventVersion;
import almanac.event.series.Occurrences;
import almanac.event.store.EventStore;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events as they are now.
@Singleton
public class CurrentEvents {
    private final EventStore store;
    private final Transactions transactions;

    CurrentEvents(EventStore store, Transactions transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    /// An event, or one occurrence of a series; empty if there is none any more.
    ///
    /// @param id the `id`
    /// @param occurrence its recurrence id; null for the event or the series as a whole
    public Uni<Optional<Current>> find(String id, @Nullable String occurrence) {
        return load(Event.key(id, occurrence))
                .chain(found -> found.isPresent() || occurrence == null
                        ? Uni.createFrom()
                                .item(found.map(version -> new Current(
                                        version.event(), version.calendar().owner())))
                        : load(id).map(series -> series.flatMap(version -> plain(version, occurrence))));
    }

    /// An event or an occurrence.
    ///
    /// @param event without a role
    /// @param owner the zuid of the owner of its calendar
    public record Current(Event event, long owner) {}

    private Uni<Optional<EventVersion>> load(String key) {
        return store.load(transactions.statements(), key);
    }

    private static Optional<Current> plain(EventVersion version, String occurrence) {
        return Optional.of(version.event())
                .filter(Event::repeats)
                .flatMap(series -> Occurrences.at(series, occurrence))
                .map(event -> new Current(event, version.calendar().owner()));
    }
}
