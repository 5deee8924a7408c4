package almanac.access.token;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Looks up the tokens from suspect addresses in batches: one query for all tokens of 50 ms.
///
/// So guessed tokens cost few queries, however many there are. A valid token from such an address is accepted
/// up to 50 ms later.
final class TokenLookups {
    private static final long MOMENT_MILLIS = 50;

    private final Vertx vertx;
    private final Function<List<ByteBuffer>, Uni<Map<ByteBuffer, Caller>>> find;
    private Map<ByteBuffer, List<UniEmitter<? super Optional<Caller>>>> waiting = new HashMap<>();

    /// @param find finds callers by the hashes of their tokens; called once for each batch
    TokenLookups(Vertx vertx, Function<List<ByteBuffer>, Uni<Map<ByteBuffer, Caller>>> find) {
        this.vertx = vertx;
        this.find = find;
    }

    /// The caller of a token; empty for an unknown one.
    Uni<Optional<Caller>> callerOf(ByteBuffer hash) {
        return Uni.createFrom().emitter(answer -> {
            if (isFirst(hash, answer)) {
                vertx.setTimer(MOMENT_MILLIS, _ -> ask());
            }
        });
    }

    private synchronized boolean isFirst(ByteBuffer hash, UniEmitter<? super Optional<Caller>> answer) {
        var first = waiting.isEmpty();
        waiting.computeIfAbsent(hash, _ -> new ArrayList<>()).add(answer);
        return first;
    }

    private void ask() {
        var asked = all();
        find.apply(List.copyOf(asked.keySet()))
                .subscribe()
                .with(
                        found -> asked.forEach((hash, answers) ->
                                answers.forEach(answer -> answer.complete(Optional.ofNullable(found.get(hash))))),
                        failure -> asked.values().forEach(answers -> answers.forEach(answer -> answer.fail(failure))));
    }

    private synchronized Map<ByteBuffer, List<UniEmitter<? super Optional<Caller>>>> all() {
        var asked = waiting;
        waiting = new HashMap<>();
        return asked;
    }

    /// The parameter for `any($1)` with some hashes.
    static Tuple anyOf(List<ByteBuffer> hashes) {
        return Tuple.of((Object) hashes.stream().map(TokenLookups::bytes).toArray(Buffer[]::new));
    }

    private static Buffer bytes(ByteBuffer hash) {
        var bytes = new byte[hash.remaining()];
        hash.duplicate().get(bytes);
        return Buffer.buffer(bytes);
    }

    /// The callers in a result, by the hash in its first column.
    static Map<ByteBuffer, Caller> byHash(RowSet<Row> rows, Function<Row, Caller> caller) {
        var found = new HashMap<ByteBuffer, Caller>();
        rows.forEach(
                row -> found.put(ByteBuffer.wrap(row.getDelegate().getBuffer(0).getBytes()), caller.apply(row)));
        return found;
    }
}
