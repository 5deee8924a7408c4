package almanac.event.subscription;

import almanac.event.ical.IcalEvent;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.Person;
import almanac.event.model.Recurrence;
import almanac.event.model.Transparency;
import java.util.List;
import java.util.stream.Stream;

/// Events of which only the times are left, and only those that make one busy.
final class BusyTimes {
    private static final String TITLE = "Busy";
    private static final Person NOBODY = new Person("", "", "");

    private BusyTimes() {}

    /// The times of an event. Of a series that leaves one free, those exceptions that do not, each by itself.
    static Stream<IcalEvent> of(IcalEvent entry) {
        var busy = entry.exceptions().stream().filter(BusyTimes::isBusy).toList();
        if (isBusy(entry.event())) {
            return Stream.of(entry(
                    entry,
                    entry.event().id(),
                    series(entry),
                    busy.stream().map(exception -> bare(exception).build()).toList()));
        }
        return busy.stream().map(exception -> entry(entry, exception.key(), single(exception), List.of()));
    }

    private static boolean isBusy(Event event) {
        return event.transparency() != Transparency.TRANSPARENT;
    }

    private static IcalEvent entry(IcalEvent entry, String uid, Event event, List<Event> exceptions) {
        return new IcalEvent(uid, 0, entry.sequence(), entry.modified(), event, exceptions, "");
    }

    private static Event single(Event exception) {
        return bare(exception).recurrence(null, null, null).build();
    }

    /// The series, without the occurrences that were changed to leave one free.
    private static Event series(IcalEvent entry) {
        var event = entry.event();
        if (!(event.recurrence() instanceof Recurrence.Series series)) {
            return bare(event).build();
        }
        var free = entry.exceptions().stream()
                .filter(exception -> !isBusy(exception))
                .map(exception -> String.valueOf(exception.recurrenceId()));
        var exdates = Stream.concat(series.exdates().stream(), free).sorted().toList();
        var fields = new Recurrence.Series(exdates, series.rdates(), series.exceptions(), null, series.lastEnd());
        return bare(event).recurrence(event.recurrenceRule(), null, fields).build();
    }

    private static EventBuilder bare(Event event) {
        return event.but()
                .type(Event.Type.NORMAL_EVENT)
                .texts(TITLE, "", "")
                .people(NOBODY, NOBODY)
                .attendees(List.of())
                .reminders(List.of())
                .attachments(List.of())
                .meetingLink(null);
    }
}
