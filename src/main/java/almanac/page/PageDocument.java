package almanac.page;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// The HTML document of the page, with a new nonce in each response.
@Singleton
class PageDocument {
    private static final String RESOURCE = "/page/index.html";
    private static final String PLACE = "{nonce}";
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final String document;

    PageDocument() {
        this.document = read();
        if (!document.contains(PLACE)) {
            throw new IllegalStateException(RESOURCE + " has no place for the nonce");
        }
    }

    /// An unpredictable nonce of 128 bits for one response.
    String nonce() {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// The document with a nonce.
    String with(String nonce) {
        return document.replace(PLACE, nonce);
    }

    private static String read() {
        try (var resource = PageDocument.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
