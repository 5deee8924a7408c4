package almanac.page;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The HTML document of the page, with a new nonce in each response.
@Singleton
class PageDocument {
    private static final String RESOURCE = "/page/index.html";
    private static final String PLACE = "{nonce}";

    private final String document;

    PageDocument() {
        this.document = read();
        if (!document.contains(PLACE)) {
            throw new IllegalStateException(RESOURCE + " has no place for the nonce");
        }
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
