package almanac.feed.clock;

import almanac.feed.message.TimeStep;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The clock of a view: the moments of its items, and which of them comes next.
///
/// One entry for each item is in the queue, that of its next moment. So the passing of time costs nothing until one
/// has come. It stays empty in a view without messages of the clock.
public final class ViewClock {
    /// A step that is told within this time, in ms, is not late. Views look at the time once a second.
    private static final long PROMPT = Duration.ofSeconds(10).toMillis();

    private final ClockRules rules;
    private final Map<ItemId, ItemClock> items = new HashMap<>();
    private final TreeSet<Next> queue = new TreeSet<>();
    private Predicate<String> owns = _ -> false;

    public ViewClock(ClockRules rules) {
        this.rules = rules;
    }

    /// The next moment of an item.
    private record Next(long at, ItemId id) implements Comparable<Next> {
        private static final Comparator<Next> ORDER =
                Comparator.comparingLong(Next::at).thenComparing(Next::id);

        @Override
        public int compareTo(Next other) {
            return ORDER.compare(this, other);
        }
    }

    /// Takes an item after a change that has brought it or has changed it.
    ///
    /// @param changedAt when the change was made, epoch ms
    /// @param time the time up to which the view was followed, epoch ms
    public void put(ListItem item, long changedAt, long time) {
        var facts = item.clock();
        if (facts == null) {
            return;
        }
        var moments = rules.of(item, facts, owns);
        var before = items.get(item.id());
        set(
                item.id(),
                before == null
                        ? ItemClock.brought(item, moments, changedAt, time)
                        : ItemClock.after(before, item, moments, changedAt, time));
    }

    /// Forgets an item. It tells nothing more.
    public void remove(ItemId id) {
        var removed = items.remove(id);
        if (removed != null) {
            queue.remove(new Next(removed.next(), id));
        }
    }

    private void set(ItemId id, ItemClock clock) {
        remove(id);
        items.put(id, clock);
        if (clock.next() < Long.MAX_VALUE) {
            queue.add(new Next(clock.next(), id));
        }
    }

    /// Takes a reading of the list.
    ///
    /// @param read the items
    /// @param calendars tells the calendars that the viewer owns
    /// @param time the moment of the reading, epoch ms
    /// @param isMoving whether items that have ended are not read
    /// @return what was to be told up to that moment, in order
    public List<TimeStep> replace(List<ListItem> read, Predicate<String> calendars, long time, boolean isMoving) {
        owns = calendars;
        var gone = new HashMap<>(items);
        for (var item : read) {
            gone.remove(item.id());
            put(item, time, time);
        }
        gone.entrySet().stream()
                .filter(each -> !isMoving || each.getValue().item().end() > time)
                .forEach(each -> remove(each.getKey()));
        var steps = take(time);
        gone.keySet().forEach(this::remove);
        return steps;
    }

    /// When the next moment comes, in epoch ms; the end of time if there is none.
    public long next() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.first().at();
    }

    /// What is to be told up to a time, in order. It is told once.
    ///
    /// @param now epoch ms
    public List<TimeStep> take(long now) {
        var steps = new ArrayList<TimeStep>();
        while (next() <= now) {
            var id = queue.first().id();
            var clock = Objects.requireNonNull(items.get(id));
            steps.addAll(rules.steps(clock, now, PROMPT));
            set(id, clock.told(now));
        }
        steps.sort(TimeStep.BY_MOMENT);
        return steps;
    }
}
