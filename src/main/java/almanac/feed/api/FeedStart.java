package almanac.feed.api;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.base.problem.ProblemException;
import almanac.feed.stream.Stream;
import almanac.feed.stream.Streams;
import almanac.feed.view.Feeds;
import almanac.feed.view.Listings;
import almanac.feed.view.LogScope;
import almanac.feed.view.Scope;
import almanac.feed.view.StreamCleanup;
import almanac.feed.view.StreamOpener;
import almanac.log.change.Viewer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Turns a request into a stream. The stream joins its feed first, so that it misses no change, and is then
/// sent the snapshot or the replay.
@Singleton
class FeedStart {
    /// The query parameters that every feed accepts in addition to those of its list.
    static final Set<String> PARAMETERS = Set.of("last_event_id", "lastEventId", "feed_token");

    private static final Logger LOG = Logger.getLogger(FeedStart.class);

    private final Listings listings;
    private final Feeds feeds;
    private final Streams streams;
    private final StreamOpener opener;
    private final Clock clock;

    FeedStart(Listings listings, Feeds feeds, Streams streams, StreamOpener opener, Clock clock) {
        this.listings = listings;
        this.feeds = feeds;
        this.streams = streams;
        this.opener = opener;
        this.clock = clock;
    }

    /// A request for a stream. Its JAX-RS response stays suspended, unless it is refused: the stream writes
    /// to the connection itself.
    record Asked(Caller caller, HttpServerRequest request, AsyncResponse parked) {}

    /// Streams a list.
    ///
    /// @param kind `event`, `calendar` or `freebusy`
    /// @throws ProblemException the errors of the JSON call, as long as no byte was sent
    void list(String kind, UriInfo uri, HttpHeaders headers, Asked asked) {
        var caller = asked.caller;
        var watch = listings.listing(kind).watch(uri.getQueryParameters(), PARAMETERS, clock.millis());
        caller.require(watch.scopes());
        var scope = new Scope(viewer(caller), kind, watch, caller.boundTo());
        var sent = sent(uri, headers.getHeaderString("Last-Event-ID"));
        opener.checkRoom(caller.zuid(), sent);
        start(
                asked,
                scope,
                (stream, context) -> listings.accounts(scope)
                        .chain(accounts -> feeds.join(scope, accounts, stream, sent.isEmpty()))
                        .emitOn(context)
                        .chain(read -> opener.open(scope, stream, sent, read)));
    }

    /// Streams the log.
    void log(LogScope scope, Optional<String> sent, Asked asked) {
        opener.checkRoom(asked.caller.zuid(), sent);
        start(
                asked,
                scope,
                (stream, context) ->
                        feeds.join(scope, stream).emitOn(context).chain(() -> opener.open(scope, stream, sent)));
    }

    /// The cursor that a client resumes from. `Last-Event-ID` takes precedence over the query. EventSource
    /// polyfills cannot set the header and send `lastEventId` in the query.
    ///
    /// @param header `Last-Event-ID`; null if absent
    static Optional<String> sent(UriInfo uri, @Nullable String header) {
        return Optional.ofNullable(header)
                .or(() -> Optional.ofNullable(uri.getQueryParameters().getFirst("last_event_id")))
                .or(() -> Optional.ofNullable(uri.getQueryParameters().getFirst("lastEventId")))
                .filter(text -> !text.isEmpty());
    }

    static Viewer viewer(Caller caller) {
        return new Viewer(caller.zuid(), Accounts.address(caller.email()));
    }

    private void start(Asked asked, Object scope, BiFunction<Stream, Executor, Uni<Void>> begin) {
        if (asked.request.method().equals(HttpMethod.HEAD)) {
            streams.head(asked.request);
            return;
        }
        var context = Objects.requireNonNull(Vertx.currentContext());
        streams.admit(asked.caller)
                .emitOn(task -> on(context, task))
                .subscribe()
                .with(release -> open(asked, scope, begin, release), asked.parked::resume);
    }

    /// Runs a task on a context, at once if that is the current one.
    private static void on(Context context, Runnable task) {
        if (context.equals(Vertx.currentContext())) {
            task.run();
        } else {
            context.runOnContext(_ -> task.run());
        }
    }

    private void open(Asked asked, Object scope, BiFunction<Stream, Executor, Uni<Void>> begin, Runnable release) {
        var context = Objects.requireNonNull(Vertx.currentContext());
        var ended = new StreamCleanup(feeds, scope);
        var stream = streams.open(asked.caller, asked.request, () -> {
            release.run();
            ended.run();
        });
        ended.of(stream);
        begin.apply(stream, task -> context.runOnContext(_ -> task.run()))
                .subscribe()
                .with(
                        begun -> {
                            // The stream is live. It ends by its limits, by the client or by an error.
                        },
                        failure -> abandon(stream, failure));
    }

    /// Ends a stream that could not begin. The client reconnects.
    private static void abandon(Stream stream, Throwable failure) {
        // A ProblemException is counted where it is thrown; it is not logged, since a restart causes
        // thousands of them.
        if (!stream.hasEnded() && !(failure instanceof ProblemException)) {
            LOG.warn("A stream could not begin", failure);
        }
        stream.end();
    }
}
