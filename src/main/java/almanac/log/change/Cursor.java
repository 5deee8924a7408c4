package almanac.log.change;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A point of the log: everything up to a position, but for what was not committed yet when it was
/// reached.
///
/// Positions are given out before transactions commit. Whoever has seen position 7 while the
/// transaction that owns 5 still ran has seen everything up to 7 without 5, and must get 5 when it
/// comes: so a cursor carries its gaps.
///
/// @param log which log it belongs to
/// @param top the highest position that was seen
/// @param time the moment up to which a moving window was followed, in epoch ms
/// @param missing positions below the top that were not seen
public record Cursor(String log, long top, long time, SortedSet<Long> missing) {
    private static final int RADIX = 36;
    private static final int LONGEST = 2_000;
    private static final Pattern SYNTAX =
            Pattern.compile("[0-9a-f]{8}-[0-9a-z]{1,12}-[0-9a-z]{1,12}(-[0-9a-z]{1,12})*");

    /// The cursor of a log at a position below which nothing is missing.
    public static Cursor at(String log, long top, long time) {
        return new Cursor(log, top, time, new TreeSet<>());
    }

    /// The cursor that a text stands for; empty where it stands for none.
    public static Optional<Cursor> parse(String text) {
        if (text.length() > LONGEST || !SYNTAX.matcher(text).matches()) {
            return Optional.empty();
        }
        var parts = text.split("-", -1);
        var missing = new TreeSet<Long>();
        for (var i = 3; i < parts.length; i++) {
            missing.add(Long.parseLong(parts[i], RADIX));
        }
        var cursor = new Cursor(parts[0], Long.parseLong(parts[1], RADIX), Long.parseLong(parts[2], RADIX), missing);
        return missing.isEmpty() || missing.last() < cursor.top ? Optional.of(cursor) : Optional.empty();
    }

    /// Whether a position was seen.
    public boolean covers(long position) {
        return position <= top && !missing.contains(position);
    }

    /// The lowest position that may not have been seen.
    public long from() {
        return missing.isEmpty() ? top + 1 : missing.first();
    }

    /// Why it cannot be gone on from; empty where it can.
    ///
    /// @param current the log there is
    /// @param highest the highest position that anybody can have seen
    /// @param pruned up to here the log is gone
    public Optional<String> refusal(String current, long highest, long pruned) {
        if (!log.equals(current)) {
            return Optional.of("foreign");
        }
        if (top > highest) {
            return Optional.of("unknown");
        }
        return from() <= pruned ? Optional.of("expired") : Optional.empty();
    }

    /// The cursor after one more position was seen, and with it everything between that is not in a
    /// gap.
    ///
    /// @param gaps positions that were not committed when this was read
    public Cursor plus(long position, long now, SortedSet<Long> gaps) {
        var left = new TreeSet<>(missing);
        left.remove(position);
        if (position > top) {
            left.addAll(gaps.subSet(top + 1, position));
        }
        return new Cursor(log, Math.max(top, position), Math.max(time, now), left);
    }

    /// The cursor after a change that comes from `LogTail`, in the order of positions: what is still
    /// missing below it was rolled back.
    public Cursor inOrder(long position, long now) {
        var left = new TreeSet<>(missing.tailSet(position + 1));
        return new Cursor(log, Math.max(top, position), Math.max(time, now), left);
    }

    /// Whether it has everything that another one has.
    public boolean includes(Cursor other) {
        return top >= other.top && time >= other.time && other.missing.containsAll(missing.headSet(other.top + 1));
    }

    /// The same point of the log at another moment.
    public Cursor at(long now) {
        return new Cursor(log, top, now, missing);
    }

    /// Opaque to clients, safe in URLs and headers.
    @Override
    public String toString() {
        var text = new StringBuilder(log)
                .append('-')
                .append(Long.toString(top, RADIX))
                .append('-')
                .append(Long.toString(time, RADIX));
        missing.forEach(position -> text.append('-').append(Long.toString(position, RADIX)));
        return text.toString();
    }
}
