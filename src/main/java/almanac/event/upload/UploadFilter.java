package almanac.event.upload;

import almanac.access.token.Caller;
import almanac.event.attachment.UploadRoom;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Makes an upload wait for admission before its body is read, and refuses it if there is no space.
///
/// Meanwhile the connection is not read, so TCP flow control stops the client. Runs before the [FormFilter].
@Priority(Priorities.ENTITY_CODER - 1)
class UploadFilter implements ResteasyReactiveContainerRequestFilter {
    private final Provider<UploadSemaphore> turns;
    private final Provider<UploadRoom> room;

    UploadFilter(Provider<UploadSemaphore> turns, Provider<UploadRoom> room) {
        this.turns = turns;
        this.room = room;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var routing = ((ResteasyReactiveRequestContext) request.getServerRequestContext()).unwrap(RoutingContext.class);
        var zuid = Caller.of(request.getSecurityContext()).zuid();
        var bytes = announced(routing);
        var turn = turns.get().turn(zuid, bytes);
        routing.addEndHandler(_ -> turn.end());
        request.suspend();
        var isRepeat = routing.request().headers().contains("Idempotency-Key");
        enter(turn, zuid, bytes, isRepeat).subscribe().with(entered -> request.resume(), request::resume);
    }

    private Uni<Void> enter(UploadSemaphore.Turn turn, long zuid, long bytes, boolean isRepeat) {
        return turn.await()
                .chain(() -> room.get().check(zuid, bytes, turns.get().announced(), isRepeat));
    }

    /// The `Content-Length`; 0 for a chunked body, whose size is checked before it is stored.
    private static long announced(RoutingContext routing) {
        var length = routing.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
