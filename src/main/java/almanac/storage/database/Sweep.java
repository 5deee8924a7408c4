package almanac.storage.database;

import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Periodic background work, such as removing old rows.
public final class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private Sweep() {}

    /// Skips a sweep while the database is overloaded or unreachable; the next one does the rest. This is
    /// logged as one warning. Any other failure is passed on.
    ///
    /// @param name the name of the sweep in the log
    public static Uni<Void> orNextTime(String name, Uni<Void> sweep) {
        return sweep.onFailure(Sweep::passes)
                .invoke(failure -> LOG.warnf("Sweep %s skipped until its next run: %s", name, failure.getMessage()))
                .onFailure(Sweep::passes)
                .recoverWithNull();
    }

    /// Repeats a step while its result says that there is more to do.
    ///
    /// @return the result of the last step
    public static <T> Uni<T> steps(Supplier<Uni<T>> step, Predicate<T> goesOn) {
        return Uni.createFrom()
                .deferred(step::get)
                .repeat()
                .whilst(goesOn)
                .collect()
                .last();
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof ProblemException refused && refused.retryAfterSeconds() > 0;
    }
}
