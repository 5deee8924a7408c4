package almanac.mirror.writethrough;

import almanac.access.idempotency.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// A request with a key that this node, and no other, may send to the remote service.
///
/// @param holder names the request here that may send it
/// @param sentAt when it was sent before and may have been done, in epoch ms; empty where it was not
record Intent(IdempotencyKey key, UUID holder, Optional<Long> sentAt) {
    /// What tells the request there from any other, however often it is sent.
    String once() {
        var name = key.zuid() + " " + key.text();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
