package almanac.event.agenda;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.base.http.PacedResponse;
import almanac.base.limit.ConcurrencyLimit;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.agenda.EventQuery.Position;
import almanac.log.change.Viewer;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends lists of events: a short one from memory, a long one while it is read.
@Singleton
public class EventLists {
    /// A list with more events than this is not held in memory.
    private static final int SHORT = 500;

    private static final Logger LOG = Logger.getLogger(EventLists.class);

    private static final String READ_ONLY = "set transaction read only; " + Statements.READ_AT_LEISURE;

    private static final String BEGINNING = "{\"data\":[";
    private static final String END = "]}";

    /// How long a client may take no bytes before its connection is closed; a database connection waits for
    /// it meanwhile.
    private static final Duration STALLED = Duration.ofSeconds(10);

    /// How many long lists of one account may be sent at once. Each holds one of the four places for long work for as
    /// long as the client takes to read it.
    private static final int MOST_OF_ACCOUNT = 2;

    private final ConcurrencyLimit<Long> sending = new ConcurrencyLimit<>(MOST_OF_ACCOUNT);
    private final EventReader reader;
    private final Transactions transactions;

    EventLists(EventReader reader, Transactions transactions) {
        this.reader = reader;
        this.transactions = transactions;
    }

    /// The body of a short list; empty if the list has more than 500 events or is heavy, and was written to
    /// the connection while it was read.
    public Uni<Optional<byte[]>> whole(Caller caller, EventQuery query, HttpServerRequest request) {
        return reader.page(caller, query, null, SHORT + 1).chain(rows -> {
            return rows.size() > SHORT || isHeavy(rows)
                    ? send(caller, query, request).replaceWith(Optional.<byte[]>empty())
                    : Uni.createFrom().item(Optional.of(body(rows, caller.zuid(), Integer.MAX_VALUE)));
        });
    }

    private static boolean isHeavy(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).anyMatch(row -> row.getString(0) == null);
    }

    /// The body of a page, with the position of the next one. It has fewer than `most` events if they are
    /// heavy.
    public Uni<byte[]> page(Caller caller, EventQuery query, @Nullable Position after, int most) {
        return reader.page(caller, query, after, most + 1).map(rows -> body(rows, caller.zuid(), most));
    }

    private static byte[] body(RowSet<Row> rows, long viewer, int most) {
        var body = new ListBody(rows.size());
        Position last = null;
        for (var row : rows) {
            var document = ListRow.document(row);
            if (body.size() == most || document == null) {
                return body.end(last);
            }
            var organizer = row.getLong(1);
            body.add(document, organizer != null && organizer == viewer);
            last = new Position(row.getLong(2), row.getString(6), row.getLong(7));
        }
        return body.end(null);
    }

    /// Writes a long list to its connection while it is read, at the client's pace. A failure after the first
    /// byte closes the connection, so that the client does not take a part for the whole.
    private Uni<Void> send(Caller caller, EventQuery query, HttpServerRequest request) {
        var viewer = new Viewer(caller.zuid(), Accounts.address(caller.email()));
        if (!request.method().equals(HttpMethod.HEAD) && !sending.enter(caller.zuid())) {
            return Uni.createFrom().failure(ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1));
        }
        var response = request.response()
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .setChunked(true);
        if (request.method().equals(HttpMethod.HEAD)) {
            return Uni.createFrom().completionStage(() -> response.end().toCompletionStage());
        }
        return transactions
                .onConnectionLong(connection -> connection
                        .query(READ_ONLY)
                        .execute()
                        .chain(() -> reader.documents(connection, viewer, query)
                                .onItem()
                                .transformToUniAndConcatenate(documents -> write(response, documents))
                                .collect()
                                .last()))
                .chain(() -> Uni.createFrom()
                        .completionStage(() -> response.end(response.bytesWritten() == 0 ? BEGINNING + END : END)
                                .toCompletionStage()))
                .onFailure(failure -> response.headWritten())
                .recoverWithItem(
                        failure -> PacedResponse.cut(request, failure, LOG, "A list was cut off while it was sent"))
                .onTermination()
                .invoke(() -> sending.leave(caller.zuid()));
    }

    private static Uni<Void> write(HttpServerResponse response, List<String> documents) {
        var first = response.bytesWritten() == 0;
        var body = Buffer.buffer(first ? BEGINNING : ",").appendString(String.join(",", documents));
        return PacedResponse.write(response, body, STALLED);
    }
}
