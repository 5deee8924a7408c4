package almanac.access.auth;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/// The address of the client: the peer, or the address that a trusted proxy names.
final class ClientAddress {
    private static final int IPV6_NETWORK_BYTES = 8;

    private ClientAddress() {}

    static String of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        // A proxy may name something other than an address, such as `unknown` (RFC 7239, section 6).
        var address = remote.hostAddress();
        return address != null ? address : String.valueOf(remote.host());
    }

    /// A client may use any address of its IPv6 network, so the first 64 bits are counted as one address.
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            var parsed = InetAddress.getByName(address);
            if (parsed instanceof Inet4Address mapped) {
                return mapped.getHostAddress();
            }
            var bytes = parsed.getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
