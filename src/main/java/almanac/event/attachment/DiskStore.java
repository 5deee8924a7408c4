package almanac.event.attachment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Typed;
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
import java.util.function.Function;

/// Stores files in a directory, named by id; a client's file name never becomes part of a path.
@Singleton
@Typed(DiskStore.class)
class DiskStore implements AttachmentStore {
    private static final int AT_ONCE = 1000;

    private final Path directory;
    private final Vertx vertx;

    DiskStore(AttachmentConfig config, Vertx vertx) {
        this.directory = config.directory();
        this.vertx = vertx;
    }

    @Override
    public Uni<Void> ready() {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> keep(FileKey key, Path upload) {
        var file = file(key.id());
        return onWorker(() -> {
                    Files.createDirectories(directory);
                    if (!Files.exists(file)) {
                        force(upload, StandardOpenOption.WRITE);
                        Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
                    }
                    // Also synced if the file was moved before: the earlier attempt may have failed before
                    // this.
                    force(directory, StandardOpenOption.READ);
                    return Optional.empty();
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Content>> content(FileKey key, long size) {
        return path(key)
                .map(found ->
                        found.map(path -> new Content.OnDisk(path, path.toFile().length())));
    }

    @Override
    public <T> Uni<Optional<T>> onFile(FileKey key, Function<Path, Uni<T>> work) {
        return path(key)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : work.apply(found.get()).map(Optional::of));
    }

    /// The file of a content; empty if there is none.
    Uni<Optional<Path>> path(FileKey key) {
        return onWorker(() -> Optional.of(file(key.id())).filter(Files::isRegularFile));
    }

    @Override
    public Uni<Void> remove(FileKey key) {
        return onWorker(() -> Files.deleteIfExists(file(key.id()))).replaceWithVoid();
    }

    @Override
    public Uni<Long> free() {
        return onWorker(
                () -> Files.getFileStore(Files.createDirectories(directory)).getUsableSpace());
    }

    /// The directory is listed lazily, and never held in memory.
    @Override
    public Uni<Void> each(long before, Function<List<FileKey>, Uni<Void>> work) {
        return keptBefore(before)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last();
    }

    private Multi<List<FileKey>> keptBefore(long before) {
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

    /// Closed by the stream that reads it.
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

    /// The next entries; empty for one that is no content or too young. An empty list at the end.
    private static List<Optional<FileKey>> next(Iterator<Path> names, long before) {
        var some = new ArrayList<Optional<FileKey>>();
        while (some.size() < AT_ONCE && names.hasNext()) {
            var file = names.next();
            some.add(Optional.of(file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,19}"))
                    .map(name -> new FileKey(Long.parseLong(name), modified(file)))
                    .filter(key -> key.uploadedAt() < before));
        }
        return some;
    }

    private Path file(long id) {
        return directory.resolve(Long.toString(id));
    }

    /// The time of the last modification; `Long.MAX_VALUE` if the file was removed meanwhile.
    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (NoSuchFileException gone) {
            return Long.MAX_VALUE;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Syncs a file or a directory to disk.
    private static void force(Path path, OpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /// Runs blocking work on a worker thread; the result arrives on the event loop.
    private <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}
