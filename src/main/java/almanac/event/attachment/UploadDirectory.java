package almanac.event.attachment;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// The directory in which a node receives uploads. It also holds copies of objects while they are needed as files.
///
/// Temporary files of interrupted uploads are removed. The directory may be shared between nodes, so files are selected
/// by age: a request ends long before that
/// age. A start with an embedded database removes all of them.
@Singleton
public class UploadDirectory {
    /// Longer than an upload may take (`almanac.request.upload-time`).
    private static final Duration OLDEST = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(UploadDirectory.class);

    private final Path directory;
    private final Clock clock;

    UploadDirectory(@ConfigProperty(name = "quarkus.http.body.uploads-directory") Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// A path in the directory that has no file.
    Path fresh() throws IOException {
        return Files.createDirectories(directory).resolve(UUID.randomUUID().toString());
    }

    /// The free space, in bytes.
    long free() throws IOException {
        return Files.getFileStore(Files.createDirectories(directory)).getUsableSpace();
    }

    /// At the start, and then hourly.
    @Scheduled(every = "1h", identity = "cut-off-uploads")
    public void removeCutOff() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        var removed = 0;
        try (var files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (var file : files) {
                removed += isCutOff(file) && Files.deleteIfExists(file) ? 1 : 0;
            }
        }
        if (removed > 0) {
            LOG.infof("%d files of uploads that were cut off are removed", removed);
        }
    }

    private boolean isCutOff(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(clock.instant().minus(OLDEST));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
