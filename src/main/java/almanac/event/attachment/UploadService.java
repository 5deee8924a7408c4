package almanac.event.attachment;

import almanac.access.idempotency.Idempotency;
import almanac.access.idempotency.IdempotencyKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Stores uploads: all files of a request, or none.
@Singleton
public class UploadService {
    /// Ids have 16 digits and stay below 2^53, so that a client that reads them as JSON numbers sends them back right.
    static final long FIRST_ID = 1_000_000_000_000_000L;

    static final long LAST_ID = (1L << 53) - 1;

    private final AttachmentStore store;
    private final UploadRoom room;
    private final Idempotency idempotency;
    private final ObjectMapper json;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    UploadService(AttachmentStore store, UploadRoom room, Idempotency idempotency, ObjectMapper json, Clock clock) {
        this.store = store;
        this.room = room;
        this.idempotency = idempotency;
        this.json = json;
        this.clock = clock;
    }

    /// Stores the files.
    ///
    /// @return the JSON of the answer, which a repeated request gets again
    public Uni<String> keep(long owner, List<Upload> uploads, Optional<IdempotencyKey> key) {
        // Keys are chosen outside of the transaction, which may be retried: a file is stored only once.
        var now = clock.millis();
        var files = uploads.stream()
                .map(upload -> new Identified(new FileKey(random.nextLong(FIRST_ID, LAST_ID), now), upload))
                .toList();
        return key.map(idempotency::answer)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(known -> known.isPresent() ? Uni.createFrom().item(known.get()) : keepAll(owner, files, key));
    }

    private record Identified(FileKey key, Upload upload) {}

    /// Stores all files before the transaction that inserts their rows. If the transaction fails, the sweep removes
    /// the files; a row without a file could not be repaired.
    private Uni<String> keepAll(long owner, List<Identified> files, Optional<IdempotencyKey> key) {
        var bytes = files.stream().mapToLong(file -> file.upload.size()).sum();
        var isFit = new AtomicBoolean();
        return room.check(owner, bytes)
                .chain(() -> each(files, file -> store.keep(file.key, file.upload.file())))
                .chain(() -> idempotency.once(key, session -> insertAll(session, owner, bytes, files, isFit)))
                .onTermination()
                .call(() -> isFit.get() ? Uni.createFrom().voidItem() : removeAll(files));
    }

    /// @param isFit set to true where the rows may be stored. It is false in the end where they are refused, and where
    ///     another request has used the key meanwhile
    private Uni<String> insertAll(
            StatelessSession session, long owner, long bytes, List<Identified> files, AtomicBoolean isFit) {
        isFit.set(false);
        return room.checkToKeep(session, owner, bytes)
                .invoke(() -> isFit.set(true))
                .chain(() -> each(files, file -> insert(session, owner, file.key, file.upload)))
                .map(kept -> write(new AttachmentList(kept)));
    }

    /// What cannot be removed is left to the sweep.
    private Uni<Void> removeAll(List<Identified> files) {
        return each(files, file -> store.remove(file.key))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private static <T> Uni<List<T>> each(List<Identified> files, Function<Identified, Uni<? extends T>> work) {
        return Multi.createFrom()
                .iterable(files)
                .onItem()
                .transformToUniAndConcatenate(work)
                .collect()
                .asList();
    }

    private Uni<Attachment> insert(StatelessSession session, long owner, FileKey key, Upload upload) {
        var row = new AttachmentRow();
        row.id = key.id();
        row.owner = owner;
        row.name = FileName.safe(upload.name());
        row.size = upload.size();
        row.contentType = upload.contentType();
        row.uploadedAt = key.uploadedAt();
        return session.insert(row).map(done -> Attachment.of(row));
    }

    private String write(AttachmentList list) {
        try {
            return json.writeValueAsString(list);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The answer of an upload (contract, section 8).
    ///
    /// @param attachments the stored files
    @RegisterForReflection
    public record AttachmentList(List<Attachment> attachments) {}
}
