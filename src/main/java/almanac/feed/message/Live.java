package almanac.feed.message;

import almanac.log.change.Cursor;
import almanac.log.change.LoggedChange;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Something live: what it says, and where it stands in the log and in time, so that no stream gets it
/// twice.
///
/// Streams that stand at the same cursor get the same bytes and stand at the same cursor again: the
/// last step is kept.
public abstract sealed class Live {
    private @Nullable Step last;

    private Live() {}

    /// What goes out to whoever stands at a cursor, and where that leads.
    ///
    /// @param from where a stream stands
    /// @param message what it gets
    /// @param to where it stands then
    public record Step(Cursor from, Message message, Cursor to) {}

    /// Whether whoever has reached a cursor knows it already.
    public abstract boolean isKnownAt(Cursor reached);

    /// Whether whoever has reached a cursor has a part of it already: what is left cannot be told
    /// apart.
    public boolean isPartlyKnownAt(Cursor reached) {
        return false;
    }

    /// The cursor after it.
    abstract Cursor after(Cursor reached);

    /// What goes out between two cursors.
    abstract Message encode(Cursor reached, Cursor after);

    /// About how many bytes it holds.
    public abstract long weight();

    /// The step from a cursor.
    public final synchronized Step from(Cursor reached) {
        var known = last;
        if (known == null || !reached.equals(known.from)) {
            known = step(reached, known);
            last = known;
        }
        return known;
    }

    /// Where two ways lead to one cursor, one message serves both; see [#dependsOnStart].
    private Step step(Cursor reached, @Nullable Step known) {
        var after = after(reached);
        return known != null && !dependsOnStart() && after.equals(known.to)
                ? new Step(reached, known.message, known.to)
                : new Step(reached, encode(reached, after), after);
    }

    /// Whether the message is another one for another start that leads to the same cursor.
    boolean dependsOnStart() {
        return true;
    }

    /// What a change of the log brings.
    public static final class OfChange extends Live {
        private final String name;
        private final LoggedChange change;
        private final long time;
        private final BiFunction<LoggedChange, Cursor, String> data;

        /// What a change in the log says.
        ///
        /// @param time the moment up to which its feed was followed before, in epoch ms
        /// @param data what it says
        public OfChange(String name, LoggedChange change, long time, BiFunction<LoggedChange, Cursor, String> data) {
            this.name = name;
            this.change = change;
            this.time = time;
            this.data = data;
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
            return change.weight();
        }

        @Override
        boolean dependsOnStart() {
            return false;
        }

        @Override
        Message encode(Cursor reached, Cursor after) {
            return Message.of(name, after, data.apply(change, after));
        }
    }

    /// What the passing of time brings to a moving window.
    public static final class OfTime extends Live {
        private final List<TimeStep> steps;

        /// What the passing of time says.
        ///
        /// @param steps at least one, by their moments
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
            return steps.stream().mapToLong(step -> step.item().json().length()).sum();
        }

        @Override
        Message encode(Cursor reached, Cursor after) {
            return Message.together(TimeStep.messages(steps, reached));
        }
    }

    /// What a view found when it read its list anew. It belongs together: its end alone is a point to
    /// resume from.
    public static final class OfReading extends Live {
        private final Cursor before;
        private final Cursor read;
        private final List<Message> differences;

        /// What a new reading of the list says.
        ///
        /// @param before from where the differences are
        /// @param read the moment of the reading
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
