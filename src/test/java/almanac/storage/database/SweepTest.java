package almanac.storage.database;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

/// Sweeps that could not be done.
class SweepTest {
    @Test
    void whatTheDatabaseHasNoTimeForIsLeftForTheNextTime() {
        var refused = ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
        assertDoesNotThrow(() -> run(refused));
    }

    @Test
    void whatWouldFailTheNextTimeTooIsAFailure() {
        var bad = ProblemException.of(Problem.NOT_FOUND);
        assertEquals(bad, assertThrows(ProblemException.class, () -> run(bad)));
        var broken = new IllegalStateException("broken");
        assertEquals(broken, assertThrows(IllegalStateException.class, () -> run(broken)));
    }

    private static void run(Throwable failure) {
        Sweep.orNextTime("of the test", Uni.createFrom().failure(failure))
                .await()
                .indefinitely();
    }
}
