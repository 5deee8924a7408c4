package almanac.storage.database;

import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/// Work that the service does of itself every few minutes, such as removing what is too old.
public final class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private Sweep() {}

    /// Lets a sweep pass that the database has no time for, or that cannot reach it: the next one does
    /// what was left. It is told in one line, since it is no incident of its own; any other failure is.
    ///
    /// @param name what the sweep is called, for the log
    public static Uni<Void> orNextTime(String name, Uni<Void> sweep) {
        return sweep.onFailure(Sweep::passes)
                .invoke(failure -> LOG.warnf("The sweep %s is left for the next time: %s", name, failure.getMessage()))
                .onFailure(Sweep::passes)
                .recoverWithNull();
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof ProblemException refused && refused.retryAfterSeconds() > 0;
    }
}
