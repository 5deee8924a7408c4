package almanac.mirror.poll;

import almanac.mirror.link.Link;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.state.MirrorStore;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Transactions of a link's turn: what was heard by a link that is gone, or in a turn that is over, is not written
/// down any more.
@Singleton
class TurnTransactions {
    private final Transactions transactions;
    private final MirrorStore store;

    TurnTransactions(Transactions transactions, MirrorStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    /// Runs work in a transaction; fails where the turn is over.
    <T> Uni<T> write(Link link, Function<StatelessSession, Uni<T>> work) {
        return transactions.writeLong(session -> store.hold(session, link).chain(held -> {
            if (!held) {
                throw UpstreamException.here("it is not linked any more, or its turn is over");
            }
            return work.apply(session);
        }));
    }
}
