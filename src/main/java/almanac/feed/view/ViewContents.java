package almanac.feed.view;

import almanac.feed.clock.ViewClock;
import almanac.feed.message.TimeStep;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.Listing.Watch;
import almanac.log.change.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The items of a watched list, and what the clock tells of them; for a moving window also the items that will enter
/// it, and the next moment at which one enters or leaves.
final class ViewContents {
    /// How far beyond the far edge of a moving window items are read, in ms. The list has to be read again
    /// only once in that time.
    static final long AHEAD = 6L * 60 * 60 * 1000;

    private final Watch watch;
    private final ViewClock clock;
    /// Sorted, so that the occurrences of a series are together.
    private final NavigableMap<ItemId, Member> members = new TreeMap<>();

    private final NavigableMap<ItemId, ListItem> upcoming = new TreeMap<>();
    private long nextStep = Long.MAX_VALUE;
    private long readAgainAt = Long.MAX_VALUE;

    ViewContents(Watch watch, ViewClock clock) {
        this.watch = watch;
        this.clock = clock;
    }

    /// What is kept of an item.
    record Member(String calendarId, long end, long tag) {
        private Member until(long later) {
            return new Member(calendarId, Math.max(end, later), tag);
        }
    }

    /// Removes the items that a change is about: one, or the occurrences of a series.
    ///
    /// @param kept the recurrence ids of those occurrences of the series that the change is not about
    /// @return those that were in the list
    NavigableMap<ItemId, Member> forget(ItemId id, Set<String> kept) {
        var concerned = new TreeMap<>(within(members, id));
        concerned.keySet().removeIf(each -> isKept(each, kept));
        concerned.keySet().forEach(members::remove);
        within(upcoming, id).keySet().removeIf(each -> !isKept(each, kept));
        return concerned;
    }

    private static boolean isKept(ItemId id, Set<String> kept) {
        return id.recurrenceId() != null && kept.contains(id.recurrenceId());
    }

    private static <T> NavigableMap<ItemId, T> within(NavigableMap<ItemId, T> items, ItemId id) {
        return id.recurrenceId() == null ? items.subMap(id, true, id.last(), true) : items.subMap(id, true, id, true);
    }

    /// All items of the list, by name.
    Map<ItemId, Member> members() {
        return Map.copyOf(members);
    }

    /// Replaces the contents by a reading.
    ///
    /// @return what the clock had to tell up to the moment of the reading, in order
    List<TimeStep> replace(ViewReader.Reading reading) {
        var time = reading.cursor().time();
        members.clear();
        upcoming.clear();
        readAgainAt = watch.isMoving() ? time + AHEAD : watch.readAgainAt(time);
        nextStep = readAgainAt;
        reading.inWindow().forEach(this::keep);
        reading.beyond().forEach(item -> await(item, time));
        return clock.replace(reading.inWindow(), reading.calendars()::isOwned, time, watch.isMoving());
    }

    /// Adds an item that a change, or time, has brought into the list or has changed.
    ///
    /// @param changedAt when, epoch ms
    /// @param time the time up to which the list is evaluated, epoch ms
    void remember(ListItem item, long changedAt, long time) {
        keep(item);
        clock.put(item, changedAt, time);
    }

    /// Notes that an item that was forgotten has left the list.
    void leave(ItemId id) {
        clock.remove(id);
    }

    /// When the clock has something to tell, in epoch ms; the end of time for nothing.
    long nextMoment() {
        return clock.next();
    }

    private void keep(ListItem item) {
        members.put(item.id(), new Member(item.calendarId(), item.end(), item.tag()));
        if (watch.isMoving()) {
            nextStep = Math.min(nextStep, item.end());
        }
    }

    /// Keeps an item that a moving window will reach. A series whose next occurrence comes before it has left stays.
    ///
    /// @param time the time up to which the list is evaluated, in epoch ms
    void await(ListItem item, long time) {
        var edge = watch.window(time).to();
        if (!watch.isMoving() || item.start() < edge || item.start() >= edge + AHEAD) {
            return;
        }
        var moment = time + item.start() - edge + 1;
        var member = members.get(item.id());
        if (member != null && moment <= member.end) {
            members.put(item.id(), member.until(item.end()));
        } else {
            upcoming.put(item.id(), item);
            nextStep = Math.min(nextStep, moment);
        }
    }

    /// A window with what it will reach before the list is read again.
    Window reach(Window window) {
        return watch.isMoving() ? new Window(window.from(), window.to() + AHEAD) : window;
    }

    /// The moment up to which the items that enter and leave are known, at most now: items further ahead were not
    /// read.
    long knownUntil(long now) {
        return Math.min(now, readAgainAt);
    }

    /// Whether a moving window has reached the end of the items read.
    boolean isReadAgainAt(long now) {
        return now >= readAgainAt;
    }

    /// What the clock tells and the items that enter or leave up to a moment, in order.
    List<TimeStep> stepTo(long now) {
        var told = clock.take(now);
        if (now < nextStep) {
            return told;
        }
        nextStep = readAgainAt;
        var steps = new ArrayList<>(told);
        collectLeaving(now, steps);
        collectEntering(now, steps);
        steps.sort(TimeStep.BY_MOMENT);
        return steps;
    }

    private void collectLeaving(long now, List<TimeStep> steps) {
        members.entrySet().removeIf(entry -> {
            var member = entry.getValue();
            if (member.end > now) {
                nextStep = Math.min(nextStep, member.end);
                return false;
            }
            clock.remove(entry.getKey());
            steps.add(TimeStep.leave(member.end, entry.getKey(), member.calendarId));
            return true;
        });
    }

    private void collectEntering(long now, List<TimeStep> steps) {
        var edge = watch.window(now).to();
        for (var item : List.copyOf(upcoming.values())) {
            var moment = now + item.start() - edge + 1;
            if (moment > now) {
                nextStep = Math.min(nextStep, moment);
            } else {
                upcoming.remove(item.id());
                enter(item, moment, now, steps);
            }
        }
    }

    /// Adds an item. One that started and ended between two steps was never in the list.
    private void enter(ListItem item, long moment, long now, List<TimeStep> steps) {
        if (item.end() > now) {
            remember(item, moment, now);
            steps.add(TimeStep.enter(moment, item));
        }
    }
}
