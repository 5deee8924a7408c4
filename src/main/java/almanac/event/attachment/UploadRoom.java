package almanac.event.attachment;

import almanac.access.account.AccountRoom;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Checks the free disk space and the user's limit of an upload. 507 if either is exceeded (RFC 4918, 11.5).
@Singleton
public class UploadRoom {
    /// The form around the files has at most about so many bytes. The exact check follows when they are stored.
    private static final long FORM = 64 * 1024;

    private final Transactions transactions;
    private final AccountRoom room;
    private final AttachmentStore store;
    private final AttachmentConfig config;

    UploadRoom(Transactions transactions, AccountRoom room, AttachmentStore store, AttachmentConfig config) {
        this.transactions = transactions;
        this.room = room;
        this.store = store;
        this.config = config;
    }

    /// Checks before the body is read.
    ///
    /// @param bytes the announced size of the request, with the form around the files
    /// @param all the announced sizes of all uploads in progress, including this one
    /// @param isRepeat whether it may be a repeated request, which stores nothing
    public Uni<Void> check(long zuid, long bytes, long all, boolean isRepeat) {
        return (isRepeat ? Uni.createFrom().voidItem() : store.ready())
                .chain(store::free)
                .invoke(free -> {
                    if (free - all < config.diskReserve().asLongValue()) {
                        throw ProblemException.of(Problem.INSUFFICIENT_STORAGE, "disk_full", List.of());
                    }
                })
                .chain(() -> isRepeat
                        ? Uni.createFrom().voidItem()
                        : transactions.read(session -> check(session, zuid, Math.max(0, bytes - FORM))));
    }

    /// Checks within the transaction that stores the upload. The account is locked until its end, so that two
    /// uploads cannot use the same space.
    ///
    /// @param bytes the size to store
    Uni<Void> checkToKeep(StatelessSession session, long zuid, long bytes) {
        return room.hold(session, zuid).chain(() -> check(session, zuid, bytes));
    }

    /// A check in advance, before files are stored.
    Uni<Void> check(long zuid, long bytes) {
        return transactions.read(session -> check(session, zuid, bytes));
    }

    private Uni<Void> check(StatelessSession session, long zuid, long bytes) {
        var limit = config.userLimit().asLongValue();
        return session.createNativeQuery(
                        "select coalesce(sum(a.size), 0)::bigint from attachment a where a.owner = ?1", Long.class)
                .setParameter(1, zuid)
                .getSingleResult()
                .invoke(taken -> {
                    if (taken + bytes > limit) {
                        throw ProblemException.of(
                                Problem.INSUFFICIENT_STORAGE,
                                "storage_limit",
                                List.of(new FieldError(
                                        "files",
                                        "would take the user's uploads beyond " + limit + " bytes; there are "
                                                + taken)));
                    }
                })
                .replaceWithVoid();
    }
}
