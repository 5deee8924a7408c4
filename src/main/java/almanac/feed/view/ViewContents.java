package almanac.feed.view;

import almanac.feed.message.TimeStep;
import almanac.log.change.ListItem;
import almanac.log.change.Listing.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The items of a watched list; for a moving window also the items that will enter it, and the next moment at
/// which one enters or leaves.
final class ViewContents {
    /// How far beyond the far edge of a moving window items are read, in ms. The list has to be read again
    /// only once in that time.
    static final long AHEAD = 6L * 60 * 60 * 1000;

    private final Watch watch;
    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, ListItem> upcoming = new HashMap<>();
    private long nextStep = Long.MAX_VALUE;
    private long readAgainAt = Long.MAX_VALUE;

    ViewContents(Watch watch) {
        this.watch = watch;
    }

    /// What is kept of an item.
    record Member(String calendarId, long end, long tag) {}

    /// The item of an id; null if it is not in the list.
    @Nullable
    Member member(String id) {
        return members.get(id);
    }

    /// All items of the list, by id.
    Map<String, Member> members() {
        return Map.copyOf(members);
    }

    /// Replaces the contents by a reading.
    void replace(ViewReader.Reading reading) {
        var time = reading.cursor().time();
        members.clear();
        upcoming.clear();
        readAgainAt = watch.isMoving() ? time + AHEAD : Long.MAX_VALUE;
        nextStep = readAgainAt;
        reading.beyond().forEach(item -> await(item, time));
        reading.inWindow().forEach(this::remember);
    }

    /// Adds an item to the list.
    void remember(ListItem item) {
        members.put(item.id(), new Member(item.calendarId(), item.end(), item.tag()));
        if (watch.isMoving()) {
            nextStep = Math.min(nextStep, item.end());
        }
    }

    /// Keeps an item that a moving window will reach.
    ///
    /// @param time the time up to which the list is evaluated, in epoch ms
    void await(ListItem item, long time) {
        var edge = watch.window(time).to();
        if (watch.isMoving() && item.start() >= edge && item.start() < edge + AHEAD) {
            upcoming.put(item.id(), item);
            nextStep = Math.min(nextStep, time + item.start() - edge + 1);
        }
    }

    /// Removes an item.
    void forget(String id) {
        members.remove(id);
        upcoming.remove(id);
    }

    /// Whether a moving window has reached the end of the items read.
    boolean isReadAgainAt(long now) {
        return now >= readAgainAt;
    }

    /// The items that entered or left up to a moment, in order.
    List<TimeStep> stepTo(long now) {
        if (now < nextStep) {
            return List.of();
        }
        nextStep = readAgainAt;
        var steps = new ArrayList<TimeStep>();
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
            var gone = new ListItem(entry.getKey(), member.calendarId, 0, member.end, member.tag, "");
            steps.add(new TimeStep(member.end, gone, false));
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
            remember(item);
            steps.add(new TimeStep(moment, item, true));
        }
    }
}
