package almanac.mail.link;

import almanac.access.signature.SignedText;
import almanac.mail.outbox.QueuedMail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a link in an invitation names: the guest and the event. Whoever has the link answers for that guest and that
/// event, and for nothing else.
///
/// @param event the `id` of the event
/// @param occurrence the recurrence id of one occurrence of a series; null for another event, and for the series
/// @param address the guest's address
public record GuestLink(String event, @Nullable String occurrence, String address) {
    private static final int LONGEST = 2_000;

    /// The link of a mail.
    public static GuestLink of(QueuedMail mail) {
        return new GuestLink(mail.event(), mail.occurrence(), mail.address());
    }

    /// The text of the link, with its signature.
    ///
    /// @param key signs it
    public String token(String key) {
        return SignedText.sign(String.join("\n", event, occurrence == null ? "" : occurrence, address), key);
    }

    /// The link of a text; empty if this key has not signed it.
    public static Optional<GuestLink> read(String token, String key) {
        return SignedText.read(token, key, LONGEST)
                .map(text -> text.split("\n", 3))
                .map(parts -> new GuestLink(parts[0], parts[1].isEmpty() ? null : parts[1], parts[2]));
    }

    @Override
    public String toString() {
        return "GuestLink[hidden]";
    }
}
