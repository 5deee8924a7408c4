package almanac.event.attachment;

import almanac.event.objectstore.DaySweep;
import almanac.event.objectstore.ObjectStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Stores files as objects, named `<prefix>/<yyyy-mm-dd>/<id>` by the day of the upload in UTC. Uploads are received
/// on a disk of the node.
@Singleton
@Typed(BucketStore.class)
class BucketStore implements AttachmentStore {
    private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)/(\\d{1,18})");

    private final ObjectStore objects;
    private final DaySweep days;
    private final AttachmentConfig config;
    private final UploadDirectory directory;
    private final Vertx vertx;

    BucketStore(ObjectStore objects, DaySweep days, AttachmentConfig config, UploadDirectory directory, Vertx vertx) {
        this.objects = objects;
        this.days = days;
        this.config = config;
        this.directory = directory;
        this.vertx = vertx;
    }

    @Override
    public Uni<Void> ready() {
        return objects.ready();
    }

    @Override
    public Uni<Void> keep(FileKey key, Path upload) {
        return objects.put(name(key), upload);
    }

    @Override
    public Uni<Optional<Content>> content(FileKey key, long size) {
        return Uni.createFrom().item(Optional.of(new Content.InStore(objects, name(key), size, config.redirect())));
    }

    /// The object, as a temporary file.
    @Override
    public <T> Uni<Optional<T>> onFile(FileKey key, Function<Path, Uni<T>> work) {
        return onWorker(directory::fresh)
                .chain(file -> objects.fetch(name(key), file)
                        .chain(isThere -> isThere
                                ? work.apply(file).map(Optional::of)
                                : Uni.createFrom().item(Optional.<T>empty()))
                        .eventually(() -> onWorker(() -> Files.deleteIfExists(file))));
    }

    @Override
    public Uni<Void> remove(FileKey key) {
        return objects.remove(name(key));
    }

    @Override
    public Uni<Long> free() {
        return onWorker(directory::free);
    }

    @Override
    public Uni<Void> each(long before, Function<List<FileKey>, Uni<Void>> work) {
        return days.each(
                before,
                names -> work.apply(
                        names.stream().flatMap(name -> key(name).stream()).toList()));
    }

    /// Whether an object has the size of a file, so that it need not be written again.
    Uni<Boolean> has(FileKey key, long size) {
        return objects.size(name(key))
                .map(found -> found.filter(there -> there == size).isPresent());
    }

    private String name(FileKey key) {
        var day = Instant.ofEpochMilli(key.uploadedAt()).atZone(ZoneOffset.UTC).toLocalDate();
        return objects.prefix() + day + "/" + key.id();
    }

    /// The key of an object, at the beginning of its day; empty for an object of another kind.
    private Optional<FileKey> key(String name) {
        var found = NAME.matcher(name.substring(objects.prefix().length()));
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            var day = LocalDate.parse(found.group(1)).atStartOfDay(ZoneOffset.UTC);
            return Optional.of(
                    new FileKey(Long.parseLong(found.group(2)), day.toInstant().toEpochMilli()));
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    private <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}
