package almanac.base.http;

import java.security.SecureRandom;
import java.util.Base64;

/// What allows the styles that an HTML answer has in itself, and nothing else in it: an unpredictable text of 128 bits,
/// a
/// new one for each answer.
public final class StyleNonce {
    private static final int BYTES = 16;

    private StyleNonce() {}

    /// A new one.
    public static String random() {
        var bytes = new byte[BYTES];
        // Not a static field: in a native image it would have been seeded at build time.
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// The Content-Security-Policy of a page without scripts, which has a form.
    ///
    /// @param targets where the form may lead, as sources of a policy; browsers look at redirects after it, too
    public static String policyOfForm(String nonce, String targets) {
        return "default-src 'none'; style-src 'nonce-" + nonce + "'; form-action " + targets
                + "; base-uri 'none'; frame-ancestors 'none'";
    }
}
