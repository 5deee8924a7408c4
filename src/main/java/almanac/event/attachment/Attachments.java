package almanac.event.attachment;

import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Uploads and their holders. An upload without a holder is removed by the [AttachmentSweep].
///
/// A holder is an opaque text, such as the id of an event.
@Singleton
public class Attachments {
    private static final String ALLOWED = "select a.id, a.name, a.size, a.content_type"
            + " from unnest($1::bigint[]) with ordinality n (id, place) join attachment a on a.id = n.id"
            + " where a.owner = $2 or exists (select from attachment_link l where l.holder = $3 and l.attachment_id = a.id)"
            + " order by n.place";

    private final AttachmentStore store;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Attachments(AttachmentStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// The uploads, of those given, that a holder may have, in the given order.
    ///
    /// @param holder it keeps those that it has already; null for a new holder
    /// @param by the account whose uploads may be attached
    public Uni<List<Attachment>> allowed(Statements statements, @Nullable String holder, List<Long> ids, long by) {
        return statements
                .run(
                        ALLOWED,
                        Tuple.tuple()
                                .addValue(ids.toArray(Long[]::new))
                                .addLong(by)
                                .addString(holder))
                .map(rows -> {
                    var found = new ArrayList<Attachment>(rows.size());
                    rows.forEach(row -> found.add(
                            Attachment.of(row.getLong(0), row.getString(1), row.getLong(2), row.getString(3))));
                    return found;
                });
    }

    /// An upload with its owner and holders; empty if there is none.
    public Uni<Optional<Held>> find(StatelessSession session, long id) {
        return session.get(AttachmentRow.class, id)
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : holders(session, id)
                                .map(holders -> Optional.of(new Held(
                                        Attachment.of(row), row.owner, holders, new FileKey(row.id, row.uploadedAt)))));
    }

    /// Stores the metadata of a file whose content is in a remote service.
    public Uni<Long> note(StatelessSession session, long owner, String name, long size, String contentType) {
        var row = new AttachmentRow();
        row.id = random.nextLong(UploadService.FIRST_ID, UploadService.LAST_ID);
        row.owner = owner;
        row.name = FileName.safe(name);
        row.size = size;
        row.contentType = contentType;
        row.uploadedAt = clock.millis();
        return session.insert(row).replaceWith(row.id);
    }

    /// The content of an upload; empty if it is known that there is none.
    public Uni<Optional<Content>> content(Held held) {
        return store.content(held.key, held.attachment.size());
    }

    /// Runs work on the content of an upload as a file; empty if there is none.
    public <T> Uni<Optional<T>> onFile(Held held, Function<Path, Uni<T>> work) {
        return store.onFile(held.key, work);
    }

    private static Uni<List<String>> holders(StatelessSession session, long id) {
        return session.createNativeQuery("select holder from attachment_link where attachment_id = ?1", String.class)
                .setParameter(1, id)
                .getResultList();
    }

    /// An upload with its owner and holders.
    ///
    /// @param attachment the upload
    /// @param owner the zuid of the account that uploaded it
    /// @param holders the holders it is attached to
    /// @param key what its content is found by
    public record Held(Attachment attachment, long owner, List<String> holders, FileKey key) {}
}
