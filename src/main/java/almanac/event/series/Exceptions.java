package almanac.event.series;

import almanac.access.account.Accounts;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventDiff;
import almanac.event.model.Recurrence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Exceptions of a series: which fields are their own, and what they take over from the series.
final class Exceptions {
    private Exceptions() {}

    /// An edited occurrence as an exception.
    ///
    /// @param plain the occurrence as the series gives it
    /// @param edited with the requested fields
    static Event of(Event plain, Event edited) {
        return edited.but()
                .recurrence(
                        plain.recurrenceRule(),
                        plain.recurrenceId(),
                        new Recurrence.Changed(EventDiff.between(plain, edited)))
                .build();
    }

    /// An exception after its series was changed. The fields that are its own stay; the others become those
    /// of the series.
    ///
    /// @param exception before the change
    /// @param before the occurrence that the series gave before
    /// @param after the occurrence that the series gives now
    static Event follow(Event exception, Event before, Event after) {
        var merge = new Merge(exception, before, after);
        var merged = after.but()
                .type(merge.of(Event::type))
                .texts(merge.of(Event::title), merge.of(Event::description), merge.of(Event::location))
                .attendees(attendees(exception, before, after))
                .reminders(merge.of(Event::reminders))
                .attachments(merge.of(Event::attachments))
                .transparency(merge.orNull(Event::transparency))
                .meetingLink(merge.orNull(Event::meetingLink))
                .tag(exception.editTag());
        if (hasOwnTimes(exception, before)) {
            var _ = merged.times(
                    exception.startTime(), exception.endTime(), exception.timezone(), exception.isAllDay());
        }
        return of(after, merged.build());
    }

    private static boolean hasOwnTimes(Event exception, Event plain) {
        return exception.startTime() != plain.startTime()
                || exception.endTime() != plain.endTime()
                || exception.isAllDay() != plain.isAllDay();
    }

    /// Chooses fields: that of the exception if it differs from the one that the series had.
    private record Merge(Event exception, Event before, Event after) {
        <T> T of(Function<Event, T> field) {
            return Objects.requireNonNull(orNull(field));
        }

        <T> @Nullable T orNull(Function<Event, @Nullable T> field) {
            var own = field.apply(exception);
            return Objects.equals(own, field.apply(before)) ? field.apply(after) : own;
        }
    }

    /// The attendees: those of the series, with the answers that were given apart; if the exception has others
    /// than the series had, its own.
    private static List<Attendee> attendees(Event exception, Event before, Event after) {
        var own = byAddress(exception);
        var had = byAddress(before);
        if (!own.keySet().equals(had.keySet())) {
            return exception.attendees();
        }
        return after.attendees().stream()
                .map(attendee -> answered(attendee, own, had))
                .toList();
    }

    private static Attendee answered(Attendee attendee, Map<String, Attendee> own, Map<String, Attendee> had) {
        var address = Accounts.address(attendee.email());
        var apart = own.get(address);
        var before = had.get(address);
        return apart == null || before == null || apart.status() == before.status()
                ? attendee
                : attendee.answering(apart.status());
    }

    private static Map<String, Attendee> byAddress(Event event) {
        var byAddress = new HashMap<String, Attendee>();
        event.attendees().forEach(attendee -> byAddress.put(Accounts.address(attendee.email()), attendee));
        return byAddress;
    }

    /// Whether an exception invites the same people as the series.
    static boolean invitesTheSame(Event exception, Event series) {
        return byAddress(exception).keySet().equals(byAddress(series).keySet());
    }
}
