package almanac.feed.view;

import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Listing;
import almanac.log.change.Seen;
import almanac.log.change.Window;
import almanac.log.read.LogSnapshot;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Finds out which calendars a viewer reaches, and how they are shown.
@Singleton
public class Listings {
    private final Instance<Listing> listings;
    private final ObjectMapper json;

    Listings(Instance<Listing> listings, ObjectMapper json) {
        this.listings = listings;
        this.json = json;
    }

    /// The calendars of a scope at a moment.
    Uni<Calendars> of(Scope scope, LogSnapshot snapshot) {
        var calendars = new Calendars();
        if (!scope.watchesEvents()) {
            return Uni.createFrom().item(calendars);
        }
        return listing("calendar")
                .everything()
                .read(snapshot.connection(), scope.viewer(), Window.ALL)
                .invoke(item ->
                        calendars.put(item.calendarId(), scope.inclusion(new Seen.Document(item.json()).tree(json))))
                .collect()
                .last()
                .replaceWith(calendars);
    }

    /// Whether the events of a calendar are in the list of a scope; empty where the viewer does not reach it.
    Optional<Boolean> inclusion(Scope scope, Optional<Seen> calendar) {
        return scope.inclusion(calendar, json);
    }

    /// The list of a kind.
    public Listing listing(String kind) {
        return listings.stream()
                .filter(listing -> listing.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
