package almanac.attachment;

import almanac.database.Statements;
import almanac.database.Sweep;
import almanac.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The uploads: kept once they are whole, attached to whoever holds them, removed when nobody does.
///
/// A holder is a text: what it stands for (an event) is not this room's business.
@Singleton
public class Attachments {
    private static final String SWEEP = "unattached-uploads";
    private static final String ALLOWED = "select a.id, a.name, a.size, a.content_type"
            + " from unnest($1::bigint[]) with ordinality n (id, place) join attachment a on a.id = n.id"
            + " where a.owner = $2 or exists (select from attachment_link l where l.holder = $3 and l.attachment_id = a.id)"
            + " order by n.place";

    private final Transactions transactions;
    private final AttachmentStore store;
    private final AttachmentConfig config;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Attachments(Transactions transactions, AttachmentStore store, AttachmentConfig config, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /// Those of some uploads that a holder may have, in the order in which they were named.
    ///
    /// @param holder has some of them already; null for a holder that has none
    /// @param by the account whose uploads may be taken
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

    /// An upload, with its owner and its holders; empty where there is none.
    public Uni<Optional<Held>> find(StatelessSession session, long id) {
        return session.get(AttachmentRow.class, id)
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : holders(session, id)
                                .map(holders -> Optional.of(new Held(Attachment.of(row), row.owner, holders))));
    }

    /// Takes down a file that lies elsewhere: its name is known here, its content is not.
    public Uni<Long> note(StatelessSession session, long owner, String name, long size, String contentType) {
        var row = new AttachmentRow();
        row.id = random.nextLong(UploadService.FIRST_ID, Long.MAX_VALUE);
        row.owner = owner;
        row.name = FileName.safe(name);
        row.size = size;
        row.contentType = contentType;
        row.uploadedAt = clock.millis();
        return session.insert(row).replaceWith(row.id);
    }

    /// The content of an upload; empty where it is gone.
    public Uni<Optional<Path>> content(long id) {
        return store.content(id);
    }

    private static Uni<List<String>> holders(StatelessSession session, long id) {
        return session.createNativeQuery("select holder from attachment_link where attachment_id = ?1", String.class)
                .setParameter(1, id)
                .getResultList();
    }

    /// Removes uploads that nobody has taken in time, and files that a crash left without a row.
    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> removeUnattached() {
        var before = clock.millis() - config.unattachedFor().toMillis();
        var removal = transactions
                .writeLong(session -> session.createNativeQuery(
                                "delete from attachment a where a.uploaded_at < ?1 and not exists"
                                        + " (select from attachment_link l where l.attachment_id = a.id) returning a.id",
                                Long.class)
                        .setParameter(1, before)
                        .getResultList())
                .chain(this::removeFiles)
                .chain(() -> store.keptBefore(before))
                .chain(this::rowless)
                .chain(this::removeFiles);
        return Sweep.orNextTime(SWEEP, removal);
    }

    private Uni<Set<Long>> rowless(Set<Long> ids) {
        return transactions
                .read(session -> session.createSelectionQuery("select a.id from Attachment a", Long.class)
                        .getResultList())
                .map(known -> {
                    var rowless = new HashSet<>(ids);
                    known.forEach(rowless::remove);
                    return rowless;
                });
    }

    private Uni<Void> removeFiles(Collection<Long> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(store::remove)
                .collect()
                .last();
    }

    /// An upload, and who has to do with it.
    ///
    /// @param attachment the upload
    /// @param owner the zuid of whoever uploaded it
    /// @param holders what it is attached to
    public record Held(Attachment attachment, long owner, List<String> holders) {}
}
