package almanac.event.series;

import almanac.base.recurrence.RecurrenceId;
import almanac.base.recurrence.RecurrenceSet;
import almanac.event.model.Event;
import almanac.event.model.Recurrence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Series that are read as a whole, from a file, and what they make of those that are stored.
public final class SeriesImport {
    private SeriesImport() {}

    /// The start of a series whose first occurrence is an event, and its length.
    ///
    /// @return the times of a series with the start alone
    public static RecurrenceSet times(Event first) {
        return new RecurrenceSet(
                SeriesTimes.start(first), SeriesTimes.length(first), null, Collections.emptyNavigableSet(), List.of());
    }

    /// An event as a series with these times.
    ///
    /// @param exceptions the recurrence ids of its exceptions
    public static Event series(Event first, RecurrenceSet set, List<String> exceptions) {
        return SeriesTimes.with(first, set, exceptions, null).build();
    }

    /// A series without exceptions; another event as it is.
    public static Event bare(Event event) {
        return event.repeats() ? SeriesTimes.withExceptions(event, List.of()) : event;
    }

    /// An exception of a series.
    ///
    /// @param series the series
    /// @param id the occurrence that it takes the place of
    /// @param own its fields; the people and ids are those of the series
    public static Event exception(Event series, RecurrenceId id, Event own) {
        var plain = SeriesEdit.plain(series, SeriesTimes.of(series), id);
        return Exceptions.of(plain, with(plain, own));
    }

    private static Event with(Event event, Event own) {
        return event.but()
                .type(own.type())
                .texts(own.title(), own.description(), own.location())
                .times(own.startTime(), own.endTime(), own.timezone(), own.isAllDay())
                .attendees(own.attendees())
                .reminders(own.reminders())
                .transparency(own.transparency())
                .meetingLink(own.meetingLink())
                .build();
    }

    /// The change that makes of a stored event what was read. Attachments stay.
    ///
    /// @param stored the event or the series
    /// @param exceptions its exceptions
    /// @param wanted the event or the series that was read, with the id, the people and the tag of the stored one
    /// @param others its exceptions, in the same way
    public static SeriesChange change(Event stored, List<Event> exceptions, Event wanted, List<Event> others) {
        var known = new HashMap<String, Event>();
        exceptions.forEach(each -> known.put(String.valueOf(each.recurrenceId()), each));
        var changes = new ArrayList<SeriesChange.Change>();
        var kept = new HashSet<String>();
        for (var other : others) {
            var id = String.valueOf(other.recurrenceId());
            kept.add(id);
            changes.add(change(
                    known, wanted, other.but().attachments(stored.attachments()).build()));
        }
        exceptions.stream()
                .filter(each -> !kept.contains(String.valueOf(each.recurrenceId())))
                .forEach(gone -> changes.add(new SeriesChange.Change(gone, null)));
        var after = wanted.but().attachments(stored.attachments()).build();
        return new SeriesChange(Optional.of(kind(stored, after)), Optional.empty(), changes, Optional.of(after));
    }

    /// The series keeps where it was divided from.
    private static Event kind(Event stored, Event after) {
        if (!(stored.recurrence() instanceof Recurrence.Series before)
                || !(after.recurrence() instanceof Recurrence.Series now)) {
            return after;
        }
        var fields =
                new Recurrence.Series(now.exdates(), now.rdates(), now.exceptions(), before.splitFrom(), now.lastEnd());
        return after.but().recurrence(after.recurrenceRule(), null, fields).build();
    }

    private static SeriesChange.Change change(Map<String, Event> known, Event series, Event other) {
        var before = known.get(String.valueOf(other.recurrenceId()));
        if (before != null) {
            return new SeriesChange.Change(
                    before,
                    other.but()
                            .attachments(before.attachments())
                            .entityId(before.entityId())
                            .tag(before.editTag())
                            .build());
        }
        return new SeriesChange.Change(plain(series, other), other);
    }

    /// The occurrence whose place an exception takes; null if the series has none there.
    private static @Nullable Event plain(Event series, Event exception) {
        var fields = SeriesTimes.fields(series);
        var bare = SeriesTimes.withExceptions(series, List.of());
        return fields.exdates().contains(exception.recurrenceId())
                ? null
                : Occurrences.at(bare, String.valueOf(exception.recurrenceId())).orElse(null);
    }

    /// Whether a change leaves all as it is.
    public static boolean isNone(Event stored, SeriesChange change) {
        return change.series().filter(after -> same(stored, after)).isPresent()
                && change.exceptions().stream()
                        .allMatch(each -> each.after() != null
                                && each.before() != null
                                && each.before().recurrence() instanceof Recurrence.Changed
                                && same(each.before(), each.after()));
    }

    private static boolean same(Event one, Event other) {
        return Objects.equals(one, other.but().tag(one.editTag()).build());
    }
}
