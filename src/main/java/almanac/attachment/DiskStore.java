package almanac.attachment;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// Files in a directory, each named by its id: the name that a client chose never becomes a path.
@Singleton
class DiskStore implements AttachmentStore {
    private final Path directory;
    private final Vertx vertx;

    DiskStore(AttachmentConfig config, Vertx vertx) {
        this.directory = config.directory();
        this.vertx = vertx;
    }

    @Override
    public Uni<Void> keep(long id, Path upload) {
        return onWorker(() -> {
                    Files.createDirectories(directory);
                    if (!Files.exists(file(id))) {
                        Files.move(upload, file(id), StandardCopyOption.ATOMIC_MOVE);
                    }
                    return Optional.empty();
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Path>> content(long id) {
        return onWorker(() -> Optional.of(file(id)).filter(Files::isRegularFile));
    }

    @Override
    public Uni<Void> remove(long id) {
        return onWorker(() -> Files.deleteIfExists(file(id))).replaceWithVoid();
    }

    @Override
    public Uni<Set<Long>> keptBefore(long before) {
        return onWorker(() -> {
            if (!Files.isDirectory(directory)) {
                return Set.of();
            }
            try (var files = Files.list(directory)) {
                return files.filter(file -> modified(file) < before)
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("\\d{1,19}"))
                        .map(Long::valueOf)
                        .collect(Collectors.toSet());
            }
        });
    }

    private Path file(long id) {
        return directory.resolve(Long.toString(id));
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Off the event loop, and back on it with the result.
    private <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}
