package almanac.mirror.poll;

import almanac.mirror.link.Link;
import almanac.mirror.link.UpstreamConfig;
import java.util.ArrayList;
import java.util.List;

/// A part of the time that is mirrored, short enough for one list.
///
/// @param from epoch ms
/// @param to epoch ms, excluded
record Slice(long from, long to) {
    private static final long DAY = 86_400_000;
    private static final long LONGEST = 31 * DAY;
    private static final int FAR_EVERY = 4;

    /// What a round looks at: all of it, where rounds are seldom or have something to catch up with.
    /// Where a client watches and one follows the other, what is near each time, and what is far in
    /// turns.
    static List<Slice> of(UpstreamConfig.Window window, Link link, boolean isWatched, long now) {
        var near = new Slice(now - DAY, now - DAY + LONGEST);
        var far = far(window, near, now);
        var slices = new ArrayList<Slice>();
        slices.add(near);
        if (!isWatched || link.succeededAt() == 0 || link.failures() > 0) {
            slices.addAll(far);
        } else if (!far.isEmpty() && link.rounds() % FAR_EVERY == 0) {
            slices.add(far.get((int) (link.rounds() / FAR_EVERY % far.size())));
        }
        return slices;
    }

    private static List<Slice> far(UpstreamConfig.Window window, Slice near, long now) {
        var far = new ArrayList<Slice>();
        var last = now + window.ahead().toMillis();
        for (var from = near.to; from < last; from += LONGEST) {
            far.add(new Slice(from, Math.min(last, from + LONGEST)));
        }
        var first = now - window.behind().toMillis();
        for (var to = near.from; to > first; to -= LONGEST) {
            far.add(new Slice(Math.max(first, to - LONGEST), to));
        }
        return far;
    }

    /// Whether an event of this time is in.
    boolean holds(long startsAt, long endsAt) {
        return endsAt > from && startsAt < to;
    }
}
