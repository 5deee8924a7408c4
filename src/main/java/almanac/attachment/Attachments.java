package almanac.attachment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The uploads: kept once they are whole, attached to whoever holds them, removed by the [AttachmentSweep] when nobody
/// does.
///
/// A holder is a text: what it stands for (an event) is not this room's business.
@Singleton
public class Attachments {
    private final AttachmentStore store;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Attachments(AttachmentStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Makes a holder's attachments exactly these, in this order.
    ///
    /// @param by whose uploads may be taken, beside those that the holder has already
    /// @return the ids that may not be taken; where there are any, nothing was changed
    public Uni<Set<Long>> attach(StatelessSession session, String holder, List<Long> ids, long by) {
        return session.createNativeQuery(
                        "select a.id from attachment a where a.id = any(?1) and (a.owner = ?2"
                                + " or exists (select from attachment_link l where l.holder = ?3 and l.attachment_id = a.id))"
                                + " for key share",
                        Long.class)
                .setParameter(1, ids.toArray(Long[]::new))
                .setParameter(2, by)
                .setParameter(3, holder)
                .getResultList()
                .chain(allowed -> {
                    var refused = new TreeSet<>(ids);
                    allowed.forEach(refused::remove);
                    return refused.isEmpty()
                            ? link(session, holder, ids).replaceWith(refused)
                            : Uni.createFrom().item(refused);
                });
    }

    /// Gives up everything a holder has.
    public Uni<Integer> detach(StatelessSession session, String holder) {
        return session.createNativeQuery("delete from attachment_link where holder = ?1")
                .setParameter(1, holder)
                .executeUpdate();
    }

    /// What a holder has, in its order.
    public Uni<List<Attachment>> of(StatelessSession session, String holder) {
        return session.createNativeQuery(
                        "select a.* from attachment_link l join attachment a on a.id = l.attachment_id"
                                + " where l.holder = ?1 order by l.position",
                        AttachmentRow.class)
                .setParameter(1, holder)
                .getResultList()
                .map(rows -> rows.stream().map(Attachment::of).toList());
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

    private Uni<Integer> link(StatelessSession session, String holder, List<Long> ids) {
        var distinct = List.copyOf(new LinkedHashSet<>(ids));
        return detach(session, holder)
                .chain(() -> Multi.createFrom()
                        .range(0, distinct.size())
                        .onItem()
                        .transformToUniAndConcatenate(position -> session.createNativeQuery(
                                        "insert into attachment_link (holder, attachment_id, position) values (?1, ?2, ?3)")
                                .setParameter(1, holder)
                                .setParameter(2, distinct.get(position))
                                .setParameter(3, position)
                                .executeUpdate())
                        .collect()
                        .asList()
                        .map(List::size));
    }

    /// An upload, and who has to do with it.
    ///
    /// @param attachment the upload
    /// @param owner the zuid of whoever uploaded it
    /// @param holders what it is attached to
    public record Held(Attachment attachment, long owner, List<String> holders) {}
}
