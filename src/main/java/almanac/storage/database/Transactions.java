package almanac.storage.database;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Access to the database. All reads and writes use this class, and pass the [DatabaseGuard].
///
/// Work that the guard refuses fails with 503 and `Retry-After`.
@Singleton
public class Transactions {
    private static final int RETRIES = 3;

    /// Serialization failure and deadlock.
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /// Lock timeout, and statement timeout (PostgreSQL, appendix A).
    private static final String LOCKED = "55P03";
    private static final String CANCELED = "57014";

    /// The class of insufficient resources: the disk is full, there is no memory. Reads may still succeed, so
    /// the circuit breaker does not count it.
    private static final String NO_ROOM = "53";

    /// Long work waits up to 30 s for a lock. Other work does not: a few writes to one calendar would occupy
    /// every place of the guard.
    private static final String PATIENT = "set local lock_timeout = '30s'";
    private static final String LONG = "set local statement_timeout = '60s'";

    /// Foreign key and unique violations: another transaction inserted or deleted a row after this one had
    /// read. The work is repeated.
    private static final Set<String> CONCURRENT_CHANGES = Set.of("23503", "23505");

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final DatabaseGuard guard;
    private final Load load;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final Statements statements = new Statements() {
        @Override
        public Uni<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> run(
                String sql, io.vertx.sqlclient.Tuple parameters) {
            return guarded(() -> execute(pool, sql, parameters));
        }

        @Override
        public Uni<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> store(
                String sql, io.vertx.sqlclient.Tuple parameters) {
            return guarded(() -> uncancellable(repeated(() -> execute(pool, sql, parameters))));
        }
    };

    Transactions(Mutiny.SessionFactory sessions, Pool pool, DatabaseGuard guard, Load load) {
        this.sessions = sessions;
        this.pool = pool;
        this.guard = guard;
        this.load = load;
    }

    /// Registers a listener that is called after each writing transaction of this node, committed or not.
    public void onEnd(Runnable listener) {
        listeners.add(listener);
    }

    /// Runs the work in one transaction: committed when the work succeeds, rolled back when it fails.
    ///
    /// The transaction is not cancellable. A client that closes its connection cancels the answer, not the
    /// write. If the work were cancelled, Hibernate Reactive would roll back a transaction that is still in
    /// use.
    public <T> Uni<T> write(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return guarded(() -> uncancellable(transaction(work)));
    }

    /// Runs long work in one transaction, such as removing a calendar with its events, or a sweep.
    ///
    /// It first runs `select 1` with the limits of [#write(Function)]. So a caller waits no longer for an
    /// unreachable database than with any other call.
    public <T> Uni<T> writeLong(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return guarded(() -> pool.query("select 1").execute())
                .chain(() -> queuedLong(() -> uncancellable(transaction(patient(work)))))
                .onFailure()
                .transform(this::refusal);
    }

    /// Runs work that is too large for one transaction, as steps that are committed one by one. Another
    /// transaction waits for the locks of one step at most. The work is not cancellable; if a step fails, the
    /// steps before it stay committed.
    ///
    /// @param step one step; answers whether there may be another
    /// @param last runs once, after the last step
    public <T> Uni<T> writeInSteps(
            Function<Mutiny.StatelessSession, Uni<Boolean>> step, Function<Mutiny.StatelessSession, Uni<T>> last) {
        return uncancellable(Sweep.steps(() -> writeLong(step), more -> more).chain(() -> writeLong(last)));
    }

    private static <T> Function<Mutiny.StatelessSession, Uni<T>> patient(
            Function<Mutiny.StatelessSession, Uni<T>> work) {
        return session -> session.createNativeQuery(PATIENT)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(LONG).executeUpdate())
                .chain(() -> work.apply(session));
    }

    /// Runs reading work in a session of its own, without a transaction.
    public <T> Uni<T> read(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return guarded(() -> sessions.withStatelessSession(work));
    }

    /// Runs reading work in a transaction on the driver, without Hibernate.
    public <T> Uni<T> onConnection(Function<SqlConnection, Uni<T>> work) {
        return guarded(() -> uncancellable(pool.withTransaction(work)));
    }

    /// Runs reading work in a transaction on the driver that no queue and no time limit of this class holds: the
    /// caller bounds it.
    public <T> Uni<T> onConnectionOfCaller(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work)
                .onFailure()
                .transform(DatabaseAway::recognise)
                .onFailure()
                .transform(this::refusal);
    }

    /// Statements that each run in their own transaction.
    ///
    /// A writing statement is not cancellable, and is repeated up to 3 times after a conflict with another
    /// transaction.
    public Statements statements() {
        return statements;
    }

    private <T> Uni<T> repeated(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(Transactions::isWorthARetry)
                .retry()
                .atMost(RETRIES)
                .onTermination()
                .invoke(() -> listeners.forEach(Runnable::run));
    }

    /// Runs one statement on the driver, without the types of Mutiny.
    static Uni<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> execute(
            SqlClient client, String sql, io.vertx.sqlclient.Tuple parameters) {
        return Uni.createFrom()
                .completionStage(() -> client.getDelegate()
                        .preparedQuery(sql)
                        .execute(parameters)
                        .toCompletionStage());
    }

    /// Runs long reading work in a transaction, such as a list that is sent while it is read.
    public <T> Uni<T> onConnectionLong(Function<SqlConnection, Uni<T>> work) {
        return queuedLong(() -> uncancellable(pool.withTransaction(work)))
                .onFailure()
                .transform(this::refusal);
    }

    /// Runs one statement on the driver, without Hibernate.
    public Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return guarded(() -> pool.preparedQuery(sql).execute(parameters));
    }

    private <T> Uni<T> transaction(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return repeated(() -> sessions.withStatelessTransaction((session, transaction) -> work.apply(session)));
    }

    private static <T> Uni<T> uncancellable(Uni<T> work) {
        return Uni.createFrom().emitter(answer -> work.subscribe().with(answer::complete, answer::fail));
    }

    private <T> Uni<T> guarded(Supplier<Uni<T>> work) {
        return queued(work)
                .onFailure(BulkheadException.class)
                .invoke(load::fill)
                .onFailure()
                .transform(this::refusal);
    }

    /// Fails long work as soon as its time in the queue is over. Otherwise it would fail only when it is
    /// dequeued, up to a minute later.
    private <T> Uni<T> queuedLong(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var turn = load.queueLong();
            var tooLate = Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(turn.patience())
                    .chain(turn::<T>giveUp);
            return Uni.combine().any().of(taken(turn, guard::runLong, work), tooLate);
        });
    }

    private <T> Uni<T> queued(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> taken(load.queue(), guard::run, work));
    }

    private static <T> Uni<T> taken(Load.Turn turn, Function<Supplier<Uni<T>>, Uni<T>> guard, Supplier<Uni<T>> work) {
        var context = Vertx.currentContext();
        return guard.apply(() -> on(context, () -> turn.run(work)))
                .onTermination()
                .invoke(turn::leave);
    }

    /// Queued work is started on the thread of the work that ended before it. A session must be used on the
    /// thread of its own caller.
    private static <T> Uni<T> on(@Nullable Context context, Supplier<Uni<T>> work) {
        if (context == null || context.equals(Vertx.currentContext())) {
            return work.get();
        }
        return Uni.createFrom().deferred(work::get).runSubscriptionOn(task -> context.runOnContext(_ -> task.run()));
    }

    private Throwable refusal(Throwable failure) {
        var code = switch (failure) {
            case BulkheadException _ -> "overloaded";
            case CircuitBreakerOpenException _ -> "database_unavailable";
            case DatabaseAway _ -> "database_unavailable";
            case TimeoutException _, io.smallrye.mutiny.TimeoutException _ -> "timed_out";
            default -> codeOf(SqlState.of(failure).orElse(""));
        };
        if (code.isEmpty()) {
            return failure;
        }
        load.shed();
        return ProblemException.passing(Problem.UNAVAILABLE, code, 1);
    }

    private static boolean isWorthARetry(Throwable failure) {
        return SqlState.of(failure)
                .filter(state -> CONFLICTS.contains(state) || CONCURRENT_CHANGES.contains(state))
                .isPresent();
    }

    private static String codeOf(String state) {
        if (state.equals(LOCKED) || CONFLICTS.contains(state)) {
            return "overloaded";
        }
        if (state.startsWith(NO_ROOM)) {
            return "database_unavailable";
        }
        return state.equals(CANCELED) ? "timed_out" : "";
    }
}
