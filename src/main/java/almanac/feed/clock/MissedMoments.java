package almanac.feed.clock;

import almanac.feed.message.TimeStep;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the clock tells a stream that was away, of the items as they are now.
///
/// The changes of the replay come first. They say from when on an item has had its moments, so that a stream is told
/// what it would have been told live, but nothing of times that have been given up since.
public final class MissedMoments {
    /// Each reminder of a replay is late.
    private static final long PROMPT = -1;

    private final ClockRules rules;
    private final Predicate<String> owns;
    private final long since;
    private final long now;
    private final Map<ItemId, ItemClock> changed = new HashMap<>();

    /// @param owns whether the viewer owns a calendar
    /// @param since the time of the cursor, epoch ms
    /// @param now the time of the snapshot, epoch ms
    public MissedMoments(ClockRules rules, Predicate<String> owns, long since, long now) {
        this.rules = rules;
        this.owns = owns;
        this.since = since;
        this.now = now;
    }

    /// Takes a change, in the order of the log.
    ///
    /// @param before the item before it; null if it was not in the list
    /// @param after the item after it; null if it is not in the list
    /// @param changedAt when it was made, epoch ms
    public void change(ItemId id, @Nullable ListItem before, @Nullable ListItem after, long changedAt) {
        if (after == null) {
            changed.remove(id);
            return;
        }
        var facts = after.clock();
        if (facts == null) {
            return;
        }
        var moments = rules.of(after, facts, owns);
        var known = changed.get(id);
        if (known == null && before != null && before.clock() != null) {
            known = ItemClock.at(since, before, rules.of(before, before.clock(), owns));
        }
        changed.put(
                id,
                known == null
                        ? ItemClock.brought(after, moments, changedAt, since)
                        : ItemClock.after(known, after, moments, changedAt, since));
    }

    /// What is told of an item of the list as it is now.
    public List<TimeStep> of(ListItem item) {
        var facts = item.clock();
        if (facts == null) {
            return List.of();
        }
        var known = changed.get(item.id());
        var clock = known == null ? ItemClock.at(since, item, rules.of(item, facts, owns)) : known;
        return rules.steps(clock, now, PROMPT);
    }

    /// How long before the start of an item its first moment may be, in ms.
    public long reach() {
        return rules.reach();
    }
}
