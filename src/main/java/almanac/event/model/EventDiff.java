package almanac.event.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The JSON names of the fields that differ between two states of an event.
public final class EventDiff {
    private static final Recurrence.Series NONE = new Recurrence.Series(List.of(), List.of(), List.of(), null, null);

    private static final Map<String, Function<Event, ?>> FIELDS = Stream.<Map.Entry<String, Function<Event, ?>>>of(
                    Map.entry("type", Event::type),
                    Map.entry("title", Event::title),
                    Map.entry("description", Event::description),
                    Map.entry("location", Event::location),
                    Map.entry("start_time", Event::startTime),
                    Map.entry("end_time", Event::endTime),
                    Map.entry("timezone", Event::timezone),
                    Map.entry("isallday", Event::isAllDay),
                    Map.entry("calendar_id", Event::calendarId),
                    Map.entry("creator", Event::creator),
                    Map.entry("organizer", Event::organizer),
                    Map.entry("attendees", Event::attendees),
                    Map.entry("meeting_link", EventDiff::link),
                    Map.entry("reminders", Event::reminders),
                    Map.entry("attachments", Event::attachments),
                    Map.entry("transparency", EventDiff::transparency),
                    Map.entry("recurrence_rule", EventDiff::rule),
                    Map.entry("exdates", event -> lists(event).exdates()),
                    Map.entry("rdates", event -> lists(event).rdates()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private EventDiff() {}

    public static List<String> between(Event before, Event after) {
        var changed = new ArrayList<String>();
        FIELDS.forEach((name, field) -> {
            if (!Objects.equals(field.apply(before), field.apply(after))) {
                changed.add(name);
            }
        });
        changed.sort(String::compareTo);
        return changed;
    }

    private static String transparency(Event event) {
        return String.valueOf(event.transparency());
    }

    private static String rule(Event event) {
        return String.valueOf(event.recurrenceRule());
    }

    private static Recurrence.Series lists(Event event) {
        return event.recurrence() instanceof Recurrence.Series series ? series : NONE;
    }

    private static String link(Event event) {
        return String.valueOf(event.meetingLink());
    }
}
