package almanac.feed.clock;

import almanac.log.change.ListItem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An item and those of its moments that were not told yet.
///
/// @param item the item, without its JSON
/// @param moments all its moments
/// @param due the moments that are to be told, by the time at which they are
record ItemClock(ListItem item, List<Moment> moments, List<Due> due) {
    /// A moment that is to be told.
    ///
    /// @param at when it is told, epoch ms: at the moment, or as soon as possible after it
    /// @param moment what is told
    record Due(long at, Moment moment) {}

    /// An item as it was at a time. What lies before it has been told.
    ///
    /// @param time epoch ms
    static ItemClock at(long time, ListItem item, List<Moment> moments) {
        return of(
                item,
                moments,
                moments.stream()
                        .filter(moment -> moment.at() > time)
                        .map(moment -> new Due(moment.at(), moment))
                        .toList());
    }

    /// An item after a change. Moments that it had before are told once. One that the change brings is told if it
    /// was ahead when the change was made; if the time has passed it meanwhile, it is told next.
    ///
    /// @param changedAt when the change was made, epoch ms
    /// @param time the time up to which everything was told
    static ItemClock after(ItemClock before, ListItem item, List<Moment> moments, long changedAt, long time) {
        return of(
                item,
                moments,
                moments.stream()
                        .flatMap(moment -> before.moments.contains(moment)
                                ? before.dueOf(moment).stream()
                                : Optional.of(moment)
                                        .filter(brought -> brought.at() > changedAt)
                                        .map(brought -> new Due(Math.max(brought.at(), time + 1), brought))
                                        .stream())
                        .toList());
    }

    /// An item that a change has brought.
    static ItemClock brought(ListItem item, List<Moment> moments, long changedAt, long time) {
        return after(new ItemClock(item, List.of(), List.of()), item, moments, changedAt, time);
    }

    private static ItemClock of(ListItem item, List<Moment> moments, List<Due> due) {
        return new ItemClock(
                item.outline(),
                moments,
                due.stream().sorted(Comparator.comparingLong(Due::at)).toList());
    }

    private Optional<Due> dueOf(Moment moment) {
        return due.stream().filter(each -> each.moment.equals(moment)).findFirst();
    }

    /// When the next moment is told, in epoch ms; the end of time if none is left.
    long next() {
        return due.isEmpty() ? Long.MAX_VALUE : due.getFirst().at();
    }

    /// The moments that are told up to a time.
    List<Due> until(long time) {
        return due.stream().filter(each -> each.at <= time).toList();
    }

    /// The item after these were told.
    ItemClock told(long time) {
        return new ItemClock(
                item, moments, due.stream().filter(each -> each.at > time).toList());
    }
}
