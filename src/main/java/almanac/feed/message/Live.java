package almanac.feed.message;

import almanac.log.change.Cursor;
import almanac.log.change.LoggedChange;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A live message with its position in the log and in time, so that no stream gets it twice.
///
/// The last step is cached: streams at the same cursor get the same bytes and reach the same cursor.
public abstract sealed class Live {
    private @Nullable Step last;

    private Live() {}

    /// The message for a stream at a given cursor.
    ///
    /// @param from the stream's cursor before the message
    /// @param message the message
    /// @param to the stream's cursor after the message
    public record Step(Cursor from, Message message, Cursor to) {}

    /// Whether a stream at a cursor has this already.
    public abstract boolean isKnownAt(Cursor reached);

    /// Whether a stream at a cursor has a part of this already. The rest cannot be separated from that part.
    public boolean isPartlyKnownAt(Cursor reached) {
        return false;
    }

    /// The cursor after this message.
    abstract Cursor after(Cursor reached);

    /// The message for a stream that moves from one cursor to another.
    abstract Message encode(Cursor reached, Cursor after);

    /// The approximate size in bytes.
    public abstract long weight();

    /// The step for a stream at a cursor.
    public final synchronized Step from(Cursor reached) {
        var known = last;
        if (known == null || !reached.equals(known.from)) {
            known = step(reached, known);
            last = known;
        }
        return known;
    }

    /// Reuses the message if another start leads to the same cursor; see [#dependsOnStart].
    private Step step(Cursor reached, @Nullable Step known) {
        var after = after(reached);
        return known != null && !dependsOnStart() && after.equals(known.to)
                ? new Step(reached, known.message, known.to)
                : new Step(reached, encode(reached, after), after);
    }

    /// Whether the message differs between starts that lead to the same cursor.
    boolean dependsOnStart() {
        return true;
    }

    /// An effect of a change on one item of a list.
    ///
    /// @param name the name of the message
    /// @param weight the approximate size of its data in bytes
    /// @param data builds the JSON data
    public record Effect(String name, long weight, BiFunction<LoggedChange, Cursor, String> data) {
        /// The messages of the effects of one change. They are one unit: only the cursor after the last is a
        /// point to resume from.
        ///
        /// @param isWhole false if the unit is larger, and ends with a later change
        public static List<Message> messages(List<Effect> effects, LoggedChange change, Cursor after, boolean isWhole) {
            return IntStream.range(0, effects.size())
                    .mapToObj(
                            place -> effects.get(place).message(change, after, isWhole && place + 1 == effects.size()))
                    .toList();
        }

        private Message message(LoggedChange change, Cursor after, boolean isLast) {
            return Message.of(name, isLast ? after : null, data.apply(change, after));
        }
    }

    /// The effects of one change of the log on a list.
    public static final class OfChange extends Live {
        private final List<Effect> effects;
        private final LoggedChange change;
        private final long time;

        /// Makes the message of a change.
        ///
        /// @param effects at least one
        /// @param time the time up to which the feed was evaluated before the change, in epoch ms
        public OfChange(List<Effect> effects, LoggedChange change, long time) {
            this.effects = effects;
            this.change = change;
            this.time = time;
        }

        @Override
        public boolean isKnownAt(Cursor reached) {
            return reached.covers(change.position());
        }

        @Override
        Cursor after(Cursor reached) {
            return reached.inOrder(change.position(), time);
        }

        @Override
        public long weight() {
            return Math.max(
                    change.weight(), effects.stream().mapToLong(Effect::weight).sum());
        }

        @Override
        boolean dependsOnStart() {
            return false;
        }

        @Override
        Message encode(Cursor reached, Cursor after) {
            var messages = Effect.messages(effects, change, after, true);
            return messages.size() == 1 ? messages.getFirst() : Message.together(messages);
        }
    }

    /// What time brings: items that enter or leave a moving window, and messages of the clock.
    public static final class OfTime extends Live {
        private final List<TimeStep> steps;

        /// Makes the message of some steps.
        ///
        /// @param steps at least one, ordered by moment
        public OfTime(List<TimeStep> steps) {
            this.steps = steps;
        }

        @Override
        public boolean isKnownAt(Cursor reached) {
            return reached.time() >= steps.getLast().moment();
        }

        @Override
        Cursor after(Cursor reached) {
            return reached.at(steps.getLast().moment());
        }

        @Override
        public long weight() {
            return steps.stream().mapToLong(TimeStep::weight).sum();
        }

        @Override
        Message encode(Cursor reached, Cursor after) {
            return Message.together(TimeStep.messages(steps, reached));
        }
    }

    /// The differences that a view found when it read its list again. They are one unit: only the cursor
    /// after the last is a point to resume from.
    public static final class OfReading extends Live {
        private final Cursor before;
        private final Cursor read;
        private final List<Message> differences;

        /// Makes the message of a reading.
        ///
        /// @param before the cursor of the older state that the differences start from
        /// @param read the cursor of the reading
        public OfReading(Cursor before, Cursor read, List<Message> differences) {
            this.before = before;
            this.read = read;
            this.differences = differences;
        }

        @Override
        public boolean isKnownAt(Cursor reached) {
            return reached.includes(read);
        }

        @Override
        public boolean isPartlyKnownAt(Cursor reached) {
            return !isKnownAt(reached) && (reached.top() > before.top() || reached.time() > before.time());
        }

        @Override
        Cursor after(Cursor reached) {
            return read;
        }

        @Override
        public long weight() {
            return differences.stream()
                    .mapToLong(message -> message.bytes().length())
                    .sum();
        }

        @Override
        Message encode(Cursor reached, Cursor after) {
            return Message.together(differences);
        }
    }
}
