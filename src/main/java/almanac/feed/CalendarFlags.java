package almanac.feed;

import almanac.change.Listing;
import almanac.change.LogSnapshot;
import almanac.change.Seen;
import almanac.change.Window;
import almanac.feed.Scope.Calendars;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/// Finds out which calendars a viewer reaches, and how they are shown.
@Singleton
class CalendarFlags {
    private final Instance<Listing> listings;
    private final ObjectMapper json;

    CalendarFlags(Instance<Listing> listings, ObjectMapper json) {
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

    /// The list of a kind.
    Listing listing(String kind) {
        return listings.stream()
                .filter(listing -> listing.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
