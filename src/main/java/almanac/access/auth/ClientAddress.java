package almanac.access.auth;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/// Where a request comes from: the peer, or whom a proxy names where Quarkus is told to trust it.
final class ClientAddress {
    private ClientAddress() {}

    static String address(ResteasyReactiveContainerRequestContext request) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        var remote = context.serverRequest()
                .unwrap(io.vertx.core.http.HttpServerRequest.class)
                .remoteAddress();
        // What a proxy names need not be an address: `unknown` is a name like any other (RFC 7239, section 6).
        var address = remote.hostAddress();
        return address != null ? address : String.valueOf(remote.host());
    }
}
