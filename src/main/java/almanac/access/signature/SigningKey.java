package almanac.access.signature;

import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;

/// The key that signs texts. It is stored in the database, so that all nodes have the same.
@Singleton
public class SigningKey {
    private final Transactions transactions;

    SigningKey(Transactions transactions) {
        this.transactions = transactions;
    }

    /// The key of the answer links in mails.
    public Uni<String> read() {
        return transactions
                .statements()
                .run("select secret from mail_key where id = 1", Tuple.tuple())
                .map(rows -> rows.iterator().next().getString(0));
    }

    /// A key of its own for another purpose: what is signed for one purpose is not valid for another.
    ///
    /// @param purpose a fixed name
    public Uni<String> read(String purpose) {
        return read().map(secret -> SignedText.derive(secret, purpose));
    }
}
