package almanac.event.attachment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Files in a directory, each named by its id: the name that a client chose never becomes a path.
@Singleton
class DiskStore implements AttachmentStore {
    private static final int AT_ONCE = 1000;

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
                        force(upload, StandardOpenOption.WRITE);
                        Files.move(upload, file(id), StandardCopyOption.ATOMIC_MOVE);
                    }
                    // Also where it was moved before: that try may have ended in between.
                    force(directory, StandardOpenOption.READ);
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
    public Uni<Long> free() {
        return onWorker(
                () -> Files.getFileStore(Files.createDirectories(directory)).getUsableSpace());
    }

    /// The directory is listed as it is asked for, and never held in memory.
    @Override
    public Multi<List<Long>> keptBefore(long before) {
        return Multi.createFrom()
                .resource(
                        this::listing,
                        files -> Multi.createBy()
                                .repeating()
                                .uni(files::iterator, names -> onWorker(() -> next(names, before)))
                                .whilst(some -> !some.isEmpty())
                                .map(some ->
                                        some.stream().flatMap(Optional::stream).toList()))
                .withFinalizer(DiskStore::close);
    }

    /// The stream that reads it closes it.
    @SuppressWarnings("StreamResourceLeak")
    private DirectoryStream<Path> listing() {
        try {
            return Files.newDirectoryStream(Files.createDirectories(directory));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(DirectoryStream<Path> files) {
        try {
            files.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Some entries more, empty where one is no content or too young; none at the end.
    private static List<Optional<Long>> next(Iterator<Path> names, long before) {
        var some = new ArrayList<Optional<Long>>();
        while (some.size() < AT_ONCE && names.hasNext()) {
            var file = names.next();
            some.add(Optional.of(file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,19}"))
                    .filter(name -> modified(file) < before)
                    .map(Long::valueOf));
        }
        return some;
    }

    private Path file(long id) {
        return directory.resolve(Long.toString(id));
    }

    /// The end of time for one that has gone meanwhile.
    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (NoSuchFileException gone) {
            return Long.MAX_VALUE;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Writes a file, or the names in a directory, through to the disk.
    private static void force(Path path, OpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /// Off the event loop, and back on it with the result.
    private <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}
