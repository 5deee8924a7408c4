package almanac.feed.view;

import almanac.log.change.ListItem;
import almanac.log.change.Listing.Watch;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is watched, and by which account. Streams with equal scopes share a view.
///
/// @param viewer the account that watches
/// @param kind `event`, `calendar` or `freebusy`
/// @param watch the list
/// @param only the calendars that a feed token is bound to, as clients know them; empty for all
public record Scope(Viewer viewer, String kind, Watch watch, Set<String> only) {

    /// The calendars that the viewer reaches, and whether each is in the list. A calendar that is absent here
    /// is reached by invitation only.
    static final class Calendars {
        private final Map<String, Boolean> included = new HashMap<>();
        private final Set<String> owned = new HashSet<>();

        boolean mayShow(String calendarId) {
            return included.getOrDefault(calendarId, true);
        }

        void put(String calendarId, boolean isIncluded, boolean isOwned) {
            included.put(calendarId, isIncluded);
            if (isOwned) {
                owned.add(calendarId);
            }
        }

        /// Whether the viewer owns a calendar. A calendar never changes its owner.
        boolean isOwned(String calendarId) {
            return owned.contains(calendarId);
        }

        /// Updates a calendar.
        ///
        /// @param isIncluded empty if the viewer does not reach it any more
        /// @return whether this changed anything
        boolean change(String calendarId, Optional<Boolean> isIncluded) {
            var before = Optional.ofNullable(included.get(calendarId));
            isIncluded.ifPresentOrElse(now -> included.put(calendarId, now), () -> included.remove(calendarId));
            return !before.equals(isIncluded);
        }
    }

    boolean watchesEvents() {
        return kind.equals("event");
    }

    boolean concerns(LoggedChange change) {
        return change.kind().equals(kind);
    }

    /// Whether an item lies in one of the calendars of the scope.
    boolean includes(ListItem item) {
        return only.isEmpty() || only.contains(item.calendarId());
    }

    /// The items of a document of the log, without those that the list never contains; see
    /// [Watch#items].
    List<ListItem> items(Optional<Seen> document, Calendars calendars, Window window) {
        return document.map(seen -> watch.items(seen, viewer, window)).orElse(List.of()).stream()
                .filter(this::includes)
                .filter(item -> !watchesEvents() || calendars.mayShow(item.calendarId()))
                .toList();
    }

    /// The recurrence ids of the exceptions that a change of their series leaves as they are: those of the
    /// document before it, or of that after it, where the viewer did not see the series before.
    Set<String> exceptions(LoggedChange change) {
        return change.before(viewer.zuid())
                .or(() -> change.after(viewer.zuid()))
                .map(watch::exceptions)
                .orElse(Set.of());
    }

    /// The reason of a `leave`: `declined` if the viewer has declined and the list leaves out declined events.
    String reasonToLeave(LoggedChange change) {
        var ownAnswer = change.reason().equals("rsvp") && change.actor().equals(Long.toString(viewer.zuid()));
        return ownAnswer ? "declined" : change.reason();
    }

    /// Whether the events of a calendar are in the list, given the calendar as the viewer sees it; empty if
    /// the viewer does not see it.
    Optional<Boolean> inclusion(Optional<Seen> document, ObjectMapper json) {
        return document.map(seen -> inclusion(seen.tree(json)));
    }

    /// The same for a calendar that was read.
    boolean inclusion(JsonNode calendar) {
        return watch.includes(
                calendar.get("visibility").asBoolean(), calendar.get("status").asBoolean());
    }

    /// Whether the viewer owns a calendar that was read.
    boolean owns(JsonNode calendar) {
        return calendar.get("owner").asText().equals(Long.toString(viewer.zuid()));
    }
}
