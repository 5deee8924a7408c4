package almanac.mail.link;

import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;

/// The key that signs the links of guests. It is stored in the database, so that all nodes have the same.
@Singleton
public class LinkKey {
    private final Transactions transactions;

    LinkKey(Transactions transactions) {
        this.transactions = transactions;
    }

    /// The key.
    public Uni<String> read() {
        return transactions
                .statements()
                .run("select secret from mail_key where id = 1", Tuple.tuple())
                .map(rows -> rows.iterator().next().getString(0));
    }
}
