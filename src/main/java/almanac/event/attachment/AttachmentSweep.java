package almanac.event.attachment;

import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Removes uploads that were not attached in time, and contents without a row after a crash, in steps of 500.
///
/// The transaction that removes a row notes its content in the table `removed_attachment`, until the content is
/// removed.
@Singleton
class AttachmentSweep {
    private static final String SWEEP = "unattached-uploads";
    private static final int AT_ONCE = 500;
    private static final String NOTED = "select id, uploaded_at from removed_attachment order by id limit " + AT_ONCE;

    /// A content is stored before its row, by less than this.
    private static final Duration YOUNGEST_WITHOUT_A_ROW = Duration.ofHours(1);

    private final Transactions transactions;
    private final AttachmentStore store;
    private final AttachmentConfig config;
    private final Clock clock;

    AttachmentSweep(Transactions transactions, AttachmentStore store, AttachmentConfig config, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> removeUnattached() {
        var now = clock.millis();
        var age = config.unattachedFor().toMillis();
        var withoutARow = Math.max(age, YOUNGEST_WITHOUT_A_ROW.toMillis());
        return Sweep.orNextTime(
                SWEEP,
                removeRows(now - age)
                        .chain(this::removeAllNoted)
                        .chain(() -> store.each(
                                now - withoutARow, keys -> rowless(keys).chain(this::removeContents))));
    }

    private Uni<Void> removeRows(long before) {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.writeLong(session -> removeSome(session, before)))
                .until(ids -> ids.size() < AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// Locks first, then checks the links. Uploads that a transaction is attaching are locked and skipped; a
    /// later transaction waits and finds the row deleted. A single statement would check the links in the
    /// snapshot of its start.
    private static Uni<List<Long>> removeSome(StatelessSession session, long before) {
        return session.createNativeQuery(
                        "select a.id from attachment a where a.uploaded_at < ?1 and not exists"
                                + " (select from attachment_link l where l.attachment_id = a.id)"
                                + " order by a.uploaded_at limit " + AT_ONCE + " for update skip locked",
                        Long.class)
                .setParameter(1, before)
                .getResultList()
                .chain(ids -> session.createNativeQuery(
                                "with gone as (delete from attachment a where a.id = any(?1) and not exists"
                                        + " (select from attachment_link l where l.attachment_id = a.id)"
                                        + " returning a.id, a.uploaded_at)"
                                        + " insert into removed_attachment (id, uploaded_at)"
                                        + " select id, uploaded_at from gone returning id",
                                Long.class)
                        .setParameter(1, ids.toArray(Long[]::new))
                        .getResultList());
    }

    /// Removes the contents whose rows are gone, also those that an earlier run could not remove.
    private Uni<Void> removeAllNoted() {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions
                        .query(NOTED, Tuple.tuple())
                        .map(FileKey::all)
                        .call(this::removeNoted))
                .until(keys -> keys.size() < AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> removeNoted(List<FileKey> keys) {
        return removeContents(keys)
                .chain(() -> transactions.writeLong(
                        session -> session.createNativeQuery("delete from removed_attachment where id = any(?1)")
                                .setParameter(1, ids(keys))
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private Uni<List<FileKey>> rowless(List<FileKey> keys) {
        return transactions
                .read(session -> session.createNativeQuery(
                                "select a.id from attachment a where a.id = any(?1)", Long.class)
                        .setParameter(1, ids(keys))
                        .getResultList())
                .map(known -> {
                    var kept = new HashSet<>(known);
                    return keys.stream().filter(key -> !kept.contains(key.id())).toList();
                });
    }

    private Uni<Void> removeContents(List<FileKey> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUniAndConcatenate(store::remove)
                .collect()
                .last();
    }

    private static Long[] ids(List<FileKey> keys) {
        return keys.stream().map(FileKey::id).toArray(Long[]::new);
    }
}
