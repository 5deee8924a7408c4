package almanac.access.consent;

import almanac.access.signature.SignedText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a form of the page carries from one step to the next: signed, so that it is what this service has checked, and
/// valid for a short time. It takes the place of a cookie: a page of somebody else cannot make one.
///
/// @param request what the client asks for
/// @param proof identifies the person, once that is known; null before
/// @param expiresAt epoch ms
record ConsentForm(AuthorizationRequest request, @Nullable Long proof, long expiresAt) {
    private static final int LONGEST = 16_000;
    private static final int PARTS = 8;

    /// Its signed text.
    String text(String key) {
        return SignedText.sign(
                String.join(
                        "\n",
                        Long.toString(expiresAt),
                        proof == null ? "" : Long.toString(proof),
                        request.clientId(),
                        request.redirectUri(),
                        String.join(" ", request.scopes()),
                        Boolean.toString(request.offline()),
                        orEmpty(request.challenge()),
                        // The last one, since a client may send what it likes; after a letter, since it may be empty.
                        request.state() == null ? "" : "=" + request.state()),
                key);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// A form that was sent back; empty if it is not one of this service's, or too old.
    ///
    /// @param now epoch ms
    static Optional<ConsentForm> read(String signed, String key, long now) {
        return SignedText.read(signed, key, LONGEST)
                .map(text -> of(text.split("\n", PARTS)))
                .filter(form -> form.expiresAt > now);
    }

    private static ConsentForm of(String[] parts) {
        var request = new AuthorizationRequest(
                parts[2],
                parts[3],
                parts[7].isEmpty() ? null : parts[7].substring(1),
                List.of(parts[4].split(" ", -1)),
                Boolean.parseBoolean(parts[5]),
                parts[6].isEmpty() ? null : parts[6]);
        return new ConsentForm(request, parts[1].isEmpty() ? null : Long.valueOf(parts[1]), Long.parseLong(parts[0]));
    }
}
