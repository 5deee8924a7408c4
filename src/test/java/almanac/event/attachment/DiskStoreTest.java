package almanac.event.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The transaction of an upload may be begun anew, after its file was taken over.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class DiskStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final FileKey KEY = new FileKey(5_000_000_000_000_000_001L, 0);

    private final AttachmentStore store;

    DiskStoreTest(AttachmentStore store) {
        this.store = store;
    }

    @Test
    void whatWasTakenOverIsKeptWhenItComesAgain() throws Exception {
        // Where uploads lie, since a file is moved and not copied.
        var upload =
                Files.writeString(Files.createTempFile(Files.createDirectories(Path.of("target")), "up", ""), "tea");
        store.keep(KEY, upload).await().atMost(PATIENCE);
        assertFalse(Files.exists(upload));
        store.keep(KEY, upload).await().atMost(PATIENCE);
        assertEquals(
                "tea",
                store.onFile(KEY, file -> Uni.createFrom().item(() -> text(file)))
                        .await()
                        .atMost(PATIENCE)
                        .orElseThrow());
        store.remove(KEY).await().atMost(PATIENCE);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
