package almanac.access.auth;

import io.vertx.core.http.HttpServerRequest;

/// The address of the client: the peer, or the address that a trusted proxy names.
final class ClientAddress {
    private ClientAddress() {}

    static String of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        // A proxy may name something other than an address, such as `unknown` (RFC 7239, section 6).
        var address = remote.hostAddress();
        return address != null ? address : String.valueOf(remote.host());
    }
}
