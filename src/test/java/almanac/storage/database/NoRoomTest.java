package almanac.storage.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.VertxException;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A database that has no room for a write, and a pool that has no connection for a read: both are answered 503.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class NoRoomTest {
    private final Transactions transactions;

    NoRoomTest(Transactions transactions) {
        this.transactions = transactions;
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200"})
    void aFullDiskAndAMissingMemoryAreAnswered503(String state) {
        var statement = "do $$ begin raise exception using errcode = '" + state + "'; end $$";
        var refusal = assertThrows(
                ProblemException.class,
                () -> VertxContextSupport.subscribeAndAwait(() -> transactions.query(statement, Tuple.tuple())));
        assertEquals(Problem.UNAVAILABLE, refusal.problem());
        assertEquals("database_unavailable", refusal.body().code());
        assertEquals(1, refusal.retryAfterSeconds());
    }

    @Test
    void aReadWithoutAConnectionIsAnswered503() {
        var refusal = assertThrows(
                ProblemException.class,
                () -> VertxContextSupport.subscribeAndAwait(() -> transactions.onConnectionOfCaller(connection -> {
                    throw new VertxException("Timeout waiting for connection");
                })));
        assertEquals("database_unavailable", refusal.body().code());
    }

    @Test
    void anyOtherFailureStaysWhatItIs() {
        var failure = new IllegalStateException("Timeout");
        assertSame(failure, DatabaseAway.recognise(failure));
        assertInstanceOf(
                DatabaseAway.class, DatabaseAway.recognise(new VertxException("Timeout waiting for connection")));
    }
}
