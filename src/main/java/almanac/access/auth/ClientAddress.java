package almanac.access.auth;

import io.vertx.ext.web.RoutingContext;

/// Where a request comes from: the peer, or whom a proxy names where Quarkus is told to trust it.
final class ClientAddress {
    private ClientAddress() {}

    static String of(RoutingContext request) {
        var remote = request.request().remoteAddress();
        // What a proxy names need not be an address: `unknown` is a name like any other (RFC 7239, section 6).
        var address = remote.hostAddress();
        return address != null ? address : String.valueOf(remote.host());
    }
}
