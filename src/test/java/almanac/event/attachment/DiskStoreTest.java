package almanac.event.attachment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The transaction of an upload may be begun anew, after its file was taken over.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class DiskStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long ID = 5_000_000_000_000_000_001L;

    private final AttachmentStore store;

    DiskStoreTest(AttachmentStore store) {
        this.store = store;
    }

    @Test
    void whatWasTakenOverIsKeptWhenItComesAgain() throws Exception {
        // Where uploads lie, since a file is moved and not copied.
        var upload =
                Files.writeString(Files.createTempFile(Files.createDirectories(Path.of("target")), "up", ""), "tea");
        store.keep(ID, upload).await().atMost(PATIENCE);
        assertFalse(Files.exists(upload));
        store.keep(ID, upload).await().atMost(PATIENCE);
        assertEquals(
                "tea",
                Files.readString(store.content(ID).await().atMost(PATIENCE).orElseThrow()));
        store.remove(ID).await().atMost(PATIENCE);
    }
}
