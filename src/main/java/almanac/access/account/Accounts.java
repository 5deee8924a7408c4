package almanac.access.account;

import almanac.base.request.Folding;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Adds and finds accounts.
@Singleton
public class Accounts {
    private static final long FIRST_ZUID = 100_000_000_000L;
    private static final long LAST_ZUID = 999_999_999_999L;

    /// The lock for the set of accounts. A transaction that adds or renames an account takes it exclusively.
    /// One that stores an event takes it shared, so that the accounts of the invitees do not change
    /// meanwhile.
    private static final String LOCK = "select 1 from (select pg_advisory_xact_lock(0, 0)) held";

    private static final String INSERT =
            "insert into account (zuid, email, name, timezone, created_at, address, language,"
                    + " documents_behind) values (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, ''), true) on conflict do nothing";
    private static final String FIND =
            "select zuid, email, name, timezone, language from account where zuid = any($1)" + " or address = any($2)";

    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Accounts(Clock clock) {
        this.clock = clock;
    }

    /// Adds an account.
    ///
    /// @return the account; empty where the id or the address is taken
    public Uni<@Nullable Account> add(StatelessSession session, Registration registration) {
        var row = new AccountRow();
        row.zuid = registration.zuid() != null ? registration.zuid() : random.nextLong(FIRST_ZUID, LAST_ZUID);
        row.email = registration.email();
        row.name = registration.name();
        row.timezone = registration.timezone();
        row.language = registration.language();
        row.createdAt = clock.millis();
        return session.createNativeQuery(LOCK, Integer.class)
                .getSingleResult()
                .chain(() -> insert(session, row))
                .map(inserted -> inserted == 1 ? row.toAccount() : null);
    }

    private static Uni<Integer> insert(StatelessSession session, AccountRow row) {
        return session.createNativeQuery(INSERT)
                .setParameter(1, row.zuid)
                .setParameter(2, row.email)
                .setParameter(3, row.name)
                .setParameter(4, row.timezone)
                .setParameter(5, row.createdAt)
                .setParameter(6, address(row.email))
                .setParameter(7, Objects.requireNonNullElse(row.language, ""))
                .executeUpdate();
    }

    /// The accounts with these ids or these folded addresses.
    public Uni<List<Account>> find(Statements statements, Collection<Long> zuids, Collection<String> addresses) {
        var parameters = Tuple.tuple().addValue(zuids.toArray(Long[]::new)).addValue(addresses.toArray(String[]::new));
        return statements.run(FIND, parameters).map(rows -> {
            var found = new ArrayList<Account>(rows.size());
            rows.forEach(row -> found.add(new Account(
                    row.getLong(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
            return found;
        });
    }

    /// The accounts whose stored names in documents are not updated yet.
    public Uni<List<Account>> withDocumentsBehind(Statements statements) {
        return statements
                .run("select zuid from account where documents_behind", Tuple.tuple())
                .map(rows -> {
                    var zuids = new ArrayList<Long>();
                    rows.forEach(row -> zuids.add(row.getLong(0)));
                    return zuids;
                })
                .chain(zuids ->
                        zuids.isEmpty() ? Uni.createFrom().item(List.of()) : find(statements, zuids, List.of()));
    }

    /// Marks the documents that name an account as updated, unless the account was changed meanwhile.
    public Uni<Void> documentsFollowed(Statements statements, Account account) {
        return statements
                .run(
                        "update account set documents_behind = false where zuid = $1 and name = $2 and email = $3",
                        Tuple.of(account.zuid(), account.name(), account.email()))
                .replaceWithVoid();
    }

    /// All accounts, ordered by id.
    public Uni<List<Account>> all(StatelessSession session) {
        return session.createSelectionQuery("from Account order by zuid", AccountRow.class)
                .getResultList()
                .map(rows -> rows.stream().map(AccountRow::toAccount).toList());
    }

    /// The account with an id; empty if there is none.
    public Uni<@Nullable Account> withZuid(StatelessSession session, long zuid) {
        return session.get(AccountRow.class, zuid).map(row -> row == null ? null : row.toAccount());
    }

    /// The account with an address; empty if there is none.
    public Uni<@Nullable Account> withEmail(StatelessSession session, String email) {
        return withZuidsOrEmails(session, List.of(), List.of(email))
                .map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /// The accounts with these ids or these addresses.
    public Uni<List<Account>> withZuidsOrEmails(
            StatelessSession session, Collection<Long> zuids, Collection<String> emails) {
        return session.createSelectionQuery(
                        "from Account where zuid in :zuids or address in :addresses", AccountRow.class)
                .setParameter("zuids", zuids)
                .setParameter(
                        "addresses", emails.stream().map(Accounts::address).toList())
                .getResultList()
                .map(rows -> rows.stream().map(AccountRow::toAccount).toList());
    }

    /// The folded form of an e-mail address, for comparison (see [Folding]).
    public static String address(String email) {
        return Folding.fold(email);
    }
}
