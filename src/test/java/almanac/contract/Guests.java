package almanac.contract;

import almanac.access.signature.SigningKey;
import almanac.mail.link.GuestLink;
import almanac.testing.Api.User;
import almanac.testing.Storage;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.inject.spi.CDI;

/// A guest without an account, and the mails to this guest.
final class Guests {
    private Guests() {}

    /// The guest's address.
    static String address(User host) {
        return "guest-" + host.email();
    }

    /// The secret of the link by which the guest answers for an event.
    static String token(User host, Object event) {
        try {
            var key = VertxContextSupport.subscribeAndAwait(
                    () -> CDI.current().select(SigningKey.class).get().read());
            return new GuestLink(String.valueOf(event), null, address(host)).token(key);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    /// The number of a mail that was given up.
    static long failedMail(User host) {
        var storage = CDI.current().select(Storage.class).get();
        storage.run("insert into mail (kind, address, event_id, document, created_at, due_at, expires_at, failed_at)"
                + " values ('invitation', '" + address(host) + "', 'gone@almanac', '{}', 0, 0, 0, 0)");
        return storage.count("select max(id) from mail");
    }
}
