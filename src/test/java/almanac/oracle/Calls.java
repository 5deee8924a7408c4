package almanac.oracle;

import almanac.oracle.Http.Answer;
import almanac.oracle.SharedCalendar.Write;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Calls that run at once: the change of a calendar, and one write of each kind.
final class Calls {
    private final SharedCalendar calendar;
    private final List<Write> writes;
    private final Map<Write, CompletableFuture<Answer>> written = new EnumMap<>(Write.class);
    private CompletableFuture<Answer> changed = CompletableFuture.completedFuture(null);

    /// @param writes what is done to the events, each kind once
    Calls(SharedCalendar calendar, List<Write> writes) {
        this.calendar = calendar;
        this.writes = writes;
    }

    SharedCalendar calendar() {
        return calendar;
    }

    /// Begins to change the calendar.
    Calls change() {
        changed = begin(calendar::changes);
        return this;
    }

    /// Begins to write each of the events.
    Calls write() {
        writes.forEach(write -> written.put(write, begin(() -> calendar.writes(write))));
        return this;
    }

    /// How many have begun and are not answered.
    long running() {
        return written.values().stream().filter(answer -> !answer.isDone()).count() + (changed.isDone() ? 0 : 1);
    }

    Answer changed() {
        return changed.join();
    }

    Map<Write, Answer> written() {
        var answers = new EnumMap<Write, Answer>(Write.class);
        written.forEach((write, answer) -> answers.put(write, answer.join()));
        return answers;
    }

    private static CompletableFuture<Answer> begin(Supplier<Answer> call) {
        var answer = new CompletableFuture<Answer>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(call.get());
            } catch (RuntimeException | AssertionError failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }
}
