package almanac.storage.database;

import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
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

    private static boolean passes(Throwable failure) {
        return failure instanceof ProblemException refused && refused.retryAfterSeconds() > 0;
    }
}
