package almanac.mirror.state;

import almanac.calendar.model.CalendarKey;
import almanac.mirror.client.RemoteEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The calendars that a link sees: what each is called there, by its number here.
///
/// @param byCalendar the `calendar_id` there; [#INVITATIONS] for the one of our own making
public record References(Map<Long, String> byCalendar) {
    /// What the calendar is called that has the events which lie in none that the account sees.
    public static final String INVITATIONS = "";

    /// The calendar for invitations; 0 where there is none yet.
    public long invitations() {
        return named(INVITATIONS).orElse(0L);
    }

    /// The calendar here in which an event lies there; that for invitations where the account sees
    /// none.
    public long home(RemoteEvent event) {
        return number(event.reference())
                .filter(byCalendar::containsKey)
                .or(() -> event.reference().isEmpty() ? Optional.empty() : named(event.reference()))
                .orElseGet(this::invitations);
    }

    /// The numbers of the calendars.
    public Set<Long> calendars() {
        return Set.copyOf(byCalendar.keySet());
    }

    private Optional<Long> named(String reference) {
        return byCalendar.entrySet().stream()
                .filter(each -> each.getValue().equals(reference))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<Long> number(String reference) {
        return CalendarKey.parse(reference).flatMap(key -> switch (key) {
            case CalendarKey.ById byId -> Optional.of(byId.id());
            case CalendarKey.ByCode byCode -> Optional.of(byCode.id());
            case CalendarKey.ByUid _ -> Optional.empty();
        });
    }
}
