package almanac.event.attachment;

import almanac.access.idempotency.Idempotency;
import almanac.access.idempotency.IdempotencyKey;
import almanac.base.problem.ProblemException;
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
        // Ids are chosen outside of the transaction, which may be retried: a file is moved only once.
        var files = uploads.stream()
                .map(upload -> new Identified(random.nextLong(FIRST_ID, LAST_ID), upload))
                .toList();
        return idempotency.once(key, session -> keepAll(session, owner, files));
    }

    private record Identified(long id, Upload upload) {}

    /// Moves all files before inserting the rows. If the transaction fails, the sweep removes the files; a
    /// row without a file could not be repaired. The account is locked only after the files are moved.
    private Uni<String> keepAll(StatelessSession session, long owner, List<Identified> files) {
        var bytes = files.stream().mapToLong(file -> file.upload.size()).sum();
        return room.check(session, owner, bytes)
                .chain(() -> each(files, file -> store.keep(file.id, file.upload.file())))
                .chain(() -> room.checkToKeep(session, owner, bytes)
                        .onFailure(ProblemException.class)
                        .call(() -> each(files, file -> store.remove(file.id))))
                .chain(() -> each(files, file -> insert(session, owner, file.id, file.upload)))
                .map(kept -> write(new AttachmentList(kept)));
    }

    private static <T> Uni<List<T>> each(List<Identified> files, Function<Identified, Uni<? extends T>> work) {
        return Multi.createFrom()
                .iterable(files)
                .onItem()
                .transformToUniAndConcatenate(work)
                .collect()
                .asList();
    }

    private Uni<Attachment> insert(StatelessSession session, long owner, long id, Upload upload) {
        var row = new AttachmentRow();
        row.id = id;
        row.owner = owner;
        row.name = FileName.safe(upload.name());
        row.size = upload.size();
        row.contentType = upload.contentType();
        row.uploadedAt = clock.millis();
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
