package almanac.log.change;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A point of the log: all positions up to `top`, except those in `missing`.
///
/// Positions are assigned before transactions commit. A client that sees position 7 while the transaction of
/// position 5 is still running has seen everything up to 7 except 5, and must get 5 once it commits. So a
/// cursor contains its gaps.
///
/// @param log the id of the log
/// @param top the highest position that was seen
/// @param time the time up to which a moving window was followed, in epoch ms
/// @param missing positions below the top that were not seen
public record Cursor(String log, long top, long time, SortedSet<Long> missing) {
    private static final int RADIX = 36;
    private static final int LONGEST = 2_000;
    private static final Pattern SYNTAX =
            Pattern.compile("[0-9a-f]{8}-[0-9a-z]{1,12}-[0-9a-z]{1,12}(-[0-9a-z]{1,12})*");

    /// A cursor without gaps.
    public static Cursor at(String log, long top, long time) {
        return new Cursor(log, top, time, new TreeSet<>());
    }

    /// Parses a cursor; empty where the text is not one.
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

    /// The lowest position that was not seen.
    public long from() {
        return missing.isEmpty() ? top + 1 : missing.first();
    }

    /// Why a client cannot resume from this cursor; empty where it can.
    ///
    /// @param current the id of the log in the database
    /// @param highest the highest position that a client can have seen
    /// @param pruned the highest position that was removed from the log
    public Optional<String> refusal(String current, long highest, long pruned) {
        if (!log.equals(current)) {
            return Optional.of("foreign");
        }
        if (top > highest) {
            return Optional.of("unknown");
        }
        return from() <= pruned ? Optional.of("expired") : Optional.empty();
    }

    /// The cursor after one more position. All positions between that are not gaps were seen as well.
    ///
    /// @param gaps positions that were not committed when the position was read
    public Cursor plus(long position, long now, SortedSet<Long> gaps) {
        var left = new TreeSet<>(missing);
        left.remove(position);
        if (position > top) {
            left.addAll(gaps.subSet(top + 1, position));
        }
        return new Cursor(log, Math.max(top, position), Math.max(time, now), left);
    }

    /// The cursor after a change of `LogTail`, which delivers in the order of positions: lower positions that
    /// are still missing were rolled back.
    public Cursor inOrder(long position, long now) {
        var left = new TreeSet<>(missing.tailSet(position + 1));
        return new Cursor(log, Math.max(top, position), Math.max(time, now), left);
    }

    /// Whether this cursor covers everything that another one covers.
    public boolean includes(Cursor other) {
        return top >= other.top && time >= other.time && other.missing.containsAll(missing.headSet(other.top + 1));
    }

    /// The same point of the log at another time.
    public Cursor at(long now) {
        return new Cursor(log, top, now, missing);
    }

    /// The text is opaque to clients, and safe in URLs and headers.
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
