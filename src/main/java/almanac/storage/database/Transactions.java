package almanac.storage.database;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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

/// The way to the database: everything that is read or written goes through here, and past the
/// [DatabaseGuard].
///
/// What the guard turns away fails as a 503 with `Retry-After`.
@Singleton
public class Transactions {
    private static final int RETRIES = 3;

    /// Deadlocks, and what could not be put in an order with others.
    private static final Set<String> IN_EACH_OTHERS_WAY = Set.of("40001", "40P01");

    /// A lock that did not come in time, and a statement that took too long (PostgreSQL, appendix A).
    private static final String LOCKED = "55P03";
    private static final String CANCELED = "57014";

    /// Work that takes its time waits for locks as well; what a caller waits for does not, or a few
    /// writes to one calendar would hold every place there is.
    private static final String PATIENT = "set local lock_timeout = '30s'";
    private static final String LONG = "set local statement_timeout = '60s'";

    /// What somebody else has made, or removed, after the work had looked: it looks again.
    private static final Set<String> OVERTAKEN = Set.of("23503", "23505");

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final DatabaseGuard guard;
    private final Load load;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final Statements statements = new Statements() {
        @Override
        public Uni<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> run(
                String sql, io.vertx.sqlclient.Tuple parameters) {
            return guarded(() -> execute(sql, parameters));
        }

        @Override
        public Uni<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> store(
                String sql, io.vertx.sqlclient.Tuple parameters) {
            return guarded(() -> uncancellable(repeated(() -> execute(sql, parameters))));
        }
    };

    Transactions(Mutiny.SessionFactory sessions, Pool pool, DatabaseGuard guard, Load load) {
        this.sessions = sessions;
        this.pool = pool;
        this.guard = guard;
        this.load = load;
    }

    /// Calls back whenever a writing transaction of this node has ended, in whatever way.
    public void onEnd(Runnable listener) {
        listeners.add(listener);
    }

    /// Runs the work in one transaction, committed when it ends and rolled back when it fails.
    ///
    /// Once begun it runs to its end: a client that drops its connection cancels the answer, not the
    /// write. Cancelled in the middle, Hibernate Reactive would roll back a live transaction under its
    /// own feet.
    public <T> Uni<T> write(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return guarded(() -> uncancellable(transaction(work)));
    }

    /// The same for work that may take its time, such as removing a calendar with all its events, or a
    /// sweep.
    ///
    /// It begins only where the database answers a first question as fast as any other caller would
    /// have it: else the caller would wait for a database that is away for as long as this work may
    /// take.
    public <T> Uni<T> writeLong(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return guarded(() -> pool.query("select 1").execute())
                .chain(() -> queuedLong(() -> uncancellable(transaction(patient(work)))))
                .onFailure()
                .transform(this::refusal);
    }

    /// The same for work that is too much for one transaction: so many steps as it takes, each committed
    /// by itself, so that whoever waits for what they lock waits for one of them. Once begun it runs to
    /// its end; what ends in the middle has done the steps until then.
    ///
    /// @param step a part of it; answers whether there may be more to do
    /// @param last what is done when there is no more
    public <T> Uni<T> writeInSteps(
            Function<Mutiny.StatelessSession, Uni<Boolean>> step, Function<Mutiny.StatelessSession, Uni<T>> last) {
        return uncancellable(Uni.createFrom()
                .deferred(() -> writeLong(step))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .chain(() -> writeLong(last)));
    }

    private static <T> Function<Mutiny.StatelessSession, Uni<T>> patient(
            Function<Mutiny.StatelessSession, Uni<T>> work) {
        return session -> session.createNativeQuery(PATIENT)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(LONG).executeUpdate())
                .chain(() -> work.apply(session));
    }

    /// Runs reading work on a session of its own, without a transaction.
    public <T> Uni<T> read(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return guarded(() -> sessions.withStatelessSession(work));
    }

    /// Runs reading work in a transaction, straight on the driver.
    public <T> Uni<T> onConnection(Function<SqlConnection, Uni<T>> work) {
        return guarded(() -> uncancellable(pool.withTransaction(work)));
    }

    /// Statements that are a transaction each.
    ///
    /// One that writes runs to its end once it was sent, whatever becomes of its caller, and is repeated
    /// where another one stood in its way.
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

    private Uni<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> execute(
            String sql, io.vertx.sqlclient.Tuple parameters) {
        return Uni.createFrom()
                .completionStage(() -> pool.getDelegate()
                        .preparedQuery(sql)
                        .execute(parameters)
                        .toCompletionStage());
    }

    /// The same for reading work that may take its time, such as a list that is sent as it is read.
    public <T> Uni<T> onConnectionLong(Function<SqlConnection, Uni<T>> work) {
        return queuedLong(() -> uncancellable(pool.withTransaction(work)))
                .onFailure()
                .transform(this::refusal);
    }

    /// Runs one statement, straight on the driver.
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

    /// Long work is told that it has waited too long when it has, not when its turn comes: that may be a
    /// minute later.
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

    private static <T> Uni<T> taken(Load.Turn turn, Function<Supplier<Uni<T>>, Uni<T>> door, Supplier<Uni<T>> work) {
        var context = Vertx.currentContext();
        return door.apply(() -> on(context, () -> turn.run(work)))
                .onTermination()
                .invoke(turn::leave);
    }

    /// Work that has waited is woken by whoever leaves, on that one's thread; a session belongs to its
    /// own.
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
            case TimeoutException _ -> "timed_out";
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
                .filter(state -> IN_EACH_OTHERS_WAY.contains(state) || OVERTAKEN.contains(state))
                .isPresent();
    }

    private static String codeOf(String state) {
        if (state.equals(LOCKED) || IN_EACH_OTHERS_WAY.contains(state)) {
            return "overloaded";
        }
        return state.equals(CANCELED) ? "timed_out" : "";
    }
}
