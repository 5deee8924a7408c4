package almanac.event.attachment;

import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Removes uploads that were not attached in time, and files without a row after a crash, in steps of 500.
@Singleton
class AttachmentSweep {
    private static final String SWEEP = "unattached-uploads";
    private static final int AT_ONCE = 500;

    /// A file is stored before its row, at most by the duration of a transaction.
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
                        .chain(() -> store.keptBefore(now - withoutARow)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        ids -> rowless(ids).chain(this::removeFiles))
                                .collect()
                                .last()));
    }

    private Uni<Void> removeRows(long before) {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions
                        .writeLong(session -> removeSome(session, before))
                        .call(this::removeFiles))
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
                                "delete from attachment a where a.id = any(?1) and not exists"
                                        + " (select from attachment_link l where l.attachment_id = a.id) returning a.id",
                                Long.class)
                        .setParameter(1, ids.toArray(Long[]::new))
                        .getResultList());
    }

    private Uni<List<Long>> rowless(List<Long> ids) {
        return transactions
                .read(session -> session.createNativeQuery(
                                "select a.id from attachment a where a.id = any(?1)", Long.class)
                        .setParameter(1, ids.toArray(Long[]::new))
                        .getResultList())
                .map(known -> {
                    var rowless = new ArrayList<>(ids);
                    rowless.removeAll(known);
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
}
