package almanac.access.ledger;

import almanac.access.ledger.RedisScripts.Script;
import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts in Redis 6.2 or newer, or Valkey: a hash for each user, and a script for each decision. The keys
/// begin with `almanac:`.
@Singleton
class RedisStore implements SharedStore {
    /// The first word of the error for a script that the server does not know: after a start, a failover or
    /// `SCRIPT FLUSH`.
    private static final String UNKNOWN = "NOSCRIPT";

    private static final int USERS_AT_ONCE = 64;

    /// The messages of the client for a request on a connection that has ended.
    private static final Set<String> CLOSED = Set.of("Connection is closed", "CONNECTION_CLOSED");

    /// How often a request is sent again that met a closed connection: the client closes a connection on which
    /// nothing has come for 2 s, and may still give it to a request.
    private static final int RETRIES = 3;

    private final Redis redis;
    private final Supplier<@Nullable Long> time;

    @Inject
    RedisStore(Instance<Redis> redis) {
        this(redis.get(), () -> null);
    }

    /// @param time the time of decisions, in ms; null for the clock of the server
    RedisStore(Redis redis, Supplier<@Nullable Long> time) {
        this.redis = redis;
        this.time = time;
    }

    @Override
    public Uni<Decision> take(QuotaKey key, Limits limits) {
        return run(
                        RedisScripts.TAKE,
                        counts(key.zuid()),
                        List.of(
                                key.call(),
                                Integer.toString(limits.limit()),
                                Long.toString(limits.window()),
                                Long.toString(limits.lock()),
                                now()))
                .map(answer -> decision(answer, limits));
    }

    /// A lock that runs refuses; otherwise the request was counted.
    private static Decision decision(Response answer, Limits limits) {
        var now = number(answer, 0);
        var lock = number(answer, 1) - now;
        return lock > 0
                ? new Locked(lock)
                : new Admitted(
                        limits.limit() - Math.toIntExact(number(answer, 2)),
                        number(answer, 3) + limits.window() - now,
                        now);
    }

    @Override
    public Uni<Void> giveBack(QuotaKey key, long at) {
        return run(RedisScripts.GIVE_BACK, counts(key.zuid()), List.of(key.call(), Long.toString(at)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<String, QuotaUsage>> look(long zuid, Map<String, Limits> calls) {
        return run(RedisScripts.LOOK, counts(zuid), List.of(now())).map(answer -> usages(answer, calls));
    }

    private static Map<String, QuotaUsage> usages(Response answer, Map<String, Limits> calls) {
        var now = number(answer, 0);
        var found = answer.get(1);
        var usages = new HashMap<String, QuotaUsage>();
        for (var i = 0; i + 1 < found.size(); i += 2) {
            var call = found.get(i).toString();
            var limits = calls.get(call);
            if (limits != null) {
                usages.put(call, ledger(found.get(i + 1).toString()).usage(now, limits));
            }
        }
        return usages;
    }

    private static long number(Response answer, int place) {
        return Objects.requireNonNull(answer.get(place).toLong());
    }

    private static StoredLedger ledger(String value) {
        var numbers = List.of(value.split(" ")).stream().map(Long::valueOf).toList();
        return new StoredLedger(numbers.get(0), numbers.get(1), numbers.subList(2, numbers.size()));
    }

    /// A connection without an answer is closed by the client after 2 s.
    @Override
    public Uni<Void> probe() {
        return send(Request.cmd(Command.PING)).replaceWithVoid();
    }

    @Override
    public Uni<Boolean> enter(OpenStream stream, int limit) {
        return enter(stream.zuid(), List.of(stream), limit).map(entered -> entered == 1);
    }

    private Uni<Integer> enter(long zuid, List<OpenStream> streams, int limit) {
        var arguments = new ArrayList<>(List.of(Integer.toString(limit), Long.toString(STREAM_MILLIS)));
        streams.forEach(stream -> arguments.add(stream.id().toString()));
        return run(RedisScripts.ENTER, streams(zuid), arguments)
                .map(answer -> Objects.requireNonNull(answer.toInteger()));
    }

    @Override
    public Uni<Void> leave(OpenStream stream) {
        return send(Request.cmd(Command.ZREM)
                        .arg(streams(stream.zuid()))
                        .arg(stream.id().toString()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> renew(List<OpenStream> streams) {
        var users = streams.stream().collect(Collectors.groupingBy(OpenStream::zuid));
        return Multi.createFrom()
                .iterable(users.entrySet())
                .onItem()
                .transformToUni(user -> enter(user.getKey(), user.getValue(), Integer.MAX_VALUE))
                .merge(USERS_AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Response> run(Script script, String key, List<String> arguments) {
        return send(request(Command.EVALSHA, script.sha(), key, arguments))
                .onFailure(RedisStore::isUnknown)
                .recoverWithUni(() -> send(request(Command.EVAL, script.text(), key, arguments)));
    }

    private static Request request(Command command, String script, String key, List<String> arguments) {
        var request = Request.cmd(command).arg(script).arg(1).arg(key);
        arguments.forEach(request::arg);
        return request;
    }

    /// A request that is not answered in time is not sent again, as it may have been counted. One whose
    /// connection has ended was not received, or by a server that has ended with it.
    private Uni<Response> send(Request request) {
        return Uni.createFrom()
                .completionStage(() -> redis.send(request).toCompletionStage())
                .onFailure(RedisStore::isClosed)
                .retry()
                .atMost(RETRIES);
    }

    private static boolean isClosed(Throwable failure) {
        return failure instanceof ClosedChannelException || CLOSED.contains(String.valueOf(failure.getMessage()));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith(UNKNOWN);
    }

    /// The part in braces decides which node of a cluster has the key.
    private static String counts(long zuid) {
        return "almanac:q:{" + zuid + "}";
    }

    private static String streams(long zuid) {
        return "almanac:s:{" + zuid + "}";
    }

    private String now() {
        var given = time.get();
        return given == null ? "" : given.toString();
    }
}
