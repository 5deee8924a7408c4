package almanac.event.objectstore;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.objectstore.ObjectClient.Body;
import almanac.event.objectstore.ObjectClient.Pending;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The bucket of attachments. It is created, with the AWS SDK, only where something injects it.
///
/// While the store is away, everything fails with 503 and `Retry-After`. Results arrive on the Vert.x context of the
/// caller.
@Singleton
public class ObjectStore {
    private static final Logger LOG = Logger.getLogger(ObjectStore.class);
    private static final String REQUESTS = "almanac.objectstore.requests";
    private static final int RETRY_SECONDS = 5;
    private static final Duration SIGNED_FOR = Duration.ofSeconds(60);

    private final ObjectClient client;
    private final ObjectGuard guard;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final Duration timeout;
    private final String prefix;
    private final AtomicBoolean isAway = new AtomicBoolean();

    ObjectStore(ObjectStoreConfig config, ObjectGuard guard, Vertx vertx, MeterRegistry meters) {
        this.client = new ObjectClient(config);
        this.guard = guard;
        this.vertx = vertx;
        this.meters = meters;
        this.timeout = config.timeout();
        this.prefix = config.prefix() + "/";
    }

    /// The beginning of all names of attachments; it ends with `/`.
    public String prefix() {
        return prefix;
    }

    /// Fails while the store is known to be away. While the circuit breaker is not closed, the store is asked.
    public Uni<Void> ready() {
        return guard.isClosed()
                ? Uni.createFrom().voidItem()
                : list(prefix, "", 1).replaceWithVoid();
    }

    /// Writes an object from a file, and completes when the store has it. An object of that name is replaced.
    public Uni<Void> put(String name, Path file) {
        return onWorker(() -> Checksum.of(file))
                .chain(checksum -> ask(ObjectCall.PUT, () -> client.put(name, file, checksum)))
                .replaceWithVoid();
    }

    /// Begins to read an object. The stream has to be subscribed to; it ends the request when it is cancelled.
    ///
    /// @param first the first byte, counted from 0
    /// @param length the number of bytes
    /// @param size the size of the object in bytes
    /// @return empty if there is no such object
    public Uni<Optional<Multi<Buffer>>> open(String name, long first, long length, long size) {
        var range = length == size ? null : "bytes=" + first + "-" + (first + length - 1);
        return found(ask(ObjectCall.GET, () -> client.get(name, range)))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : checked(name, found.get(), length).map(Optional::of));
    }

    /// The bytes, unless there is another number of them than announced to the client.
    private static Uni<Multi<Buffer>> checked(String name, Body body, long length) {
        return body.size() == length
                ? Uni.createFrom().item(body.bytes())
                : body.bytes()
                        .toUni()
                        .onItemOrFailure()
                        .transformToUni((bytes, failure) -> Uni.createFrom()
                                .failure(new IllegalStateException(
                                        "The object " + name + " sends " + body.size() + " bytes, not " + length)));
    }

    /// Writes an object to a file, which must not exist; false if there is no such object.
    public Uni<Boolean> fetch(String name, Path file) {
        return found(ask(ObjectCall.FETCH, () -> client.get(name, file))).map(Optional::isPresent);
    }

    /// The size of an object, in bytes; empty if there is no such object.
    public Uni<Optional<Long>> size(String name) {
        return found(ask(ObjectCall.HEAD, () -> client.size(name)));
    }

    /// Removes an object; succeeds if there is none.
    public Uni<Void> remove(String name) {
        return ask(ObjectCall.DELETE, () -> client.remove(name)).replaceWithVoid();
    }

    /// The names that begin with a prefix and follow another one, in ascending order.
    public Uni<List<String>> list(String beginning, String after, int most) {
        return ask(ObjectCall.LIST, () -> client.list(beginning, after, most));
    }

    /// A URL that answers an object for 60 s, to everyone who has it, with a header `Content-Disposition`. The
    /// store is not asked for it.
    public Uni<String> sign(String name, String disposition) {
        return onWorker(() -> client.sign(name, SIGNED_FOR, disposition))
                .onFailure()
                .transform(ObjectFailures::explain)
                .onFailure(ObjectAway.class)
                .invoke(failure -> note(ObjectCall.SIGN, failure))
                .onFailure()
                .transform(ObjectStore::refused);
    }

    private static <T> Uni<Optional<T>> found(Uni<T> answer) {
        return answer.map(Optional::of).onFailure(ObjectFailures::isAbsent).recoverWithItem(Optional.empty());
    }

    private <T> Uni<T> ask(ObjectCall call, Supplier<Pending<T>> request) {
        return guard.run(() -> send(call, request)).onFailure().transform(ObjectStore::refused);
    }

    private <T> Uni<T> send(ObjectCall call, Supplier<Pending<T>> request) {
        var answer = Uni.createFrom().deferred(() -> start(request));
        var limited = call.isShort() ? answer.ifNoItem().after(timeout).fail() : answer;
        return limited.onFailure(failure -> !ObjectFailures.isAbsent(failure))
                .transform(ObjectFailures::explain)
                .onItemOrFailure()
                .invoke((item, failure) -> note(call, failure));
    }

    /// Prepares the request on a worker thread, since looking up credentials may block.
    private <T> Uni<T> start(Supplier<Pending<T>> request) {
        var context = vertx.getOrCreateContext();
        return onWorker(request::get)
                .chain(pending -> Uni.createFrom()
                        .completionStage(() -> Future.fromCompletionStage(pending.result(), context)
                                .toCompletionStage())
                        .onCancellation()
                        .invoke(pending.abort()));
    }

    private <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    /// Counts an outcome, and logs when the store goes away and when it is back.
    private void note(ObjectCall call, @Nullable Throwable failure) {
        var outcome = failure instanceof ObjectAway ? "away" : "answered";
        meters.counter(REQUESTS, "call", call.label(), "outcome", outcome).increment();
        if (failure instanceof ObjectAway away) {
            if (!isAway.getAndSet(true)) {
                LOG.warnf("The object store of attachments is away: %s", away.getMessage());
            }
        } else if (isAway.getAndSet(false)) {
            LOG.info("The object store of attachments answers again");
        }
    }

    private static Throwable refused(Throwable failure) {
        return failure instanceof ObjectAway || failure instanceof CircuitBreakerOpenException
                ? ProblemException.passing(Problem.UNAVAILABLE, "attachments_unavailable", RETRY_SECONDS)
                : failure;
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
