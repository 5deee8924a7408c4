package almanac.identity;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The accounts of this service.
@Singleton
public class Accounts {
    private static final long FIRST_ZUID = 100_000_000_000L;
    private static final long LAST_ZUID = 999_999_999_999L;

    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    Accounts(Clock clock) {
        this.clock = clock;
    }

    /// Makes an account.
    ///
    /// @param zuid the id to give it; null for a random one of twelve digits
    /// @return the account; empty where the id or the address is taken
    public Uni<@Nullable Account> add(
            StatelessSession session, String email, String name, String timezone, @Nullable Long zuid) {
        var row = new AccountRow();
        row.zuid = zuid != null ? zuid : random.nextLong(FIRST_ZUID, LAST_ZUID);
        row.email = email;
        row.name = name;
        row.timezone = timezone;
        row.createdAt = clock.millis();
        return session.createNativeQuery("insert into account (zuid, email, name, timezone, created_at)"
                        + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
                .setParameter(1, row.zuid)
                .setParameter(2, row.email)
                .setParameter(3, row.name)
                .setParameter(4, row.timezone)
                .setParameter(5, row.createdAt)
                .executeUpdate()
                .map(inserted -> inserted == 1 ? row.toAccount() : null);
    }

    /// Every account, by its id.
    public Uni<List<Account>> all(StatelessSession session) {
        return session.createSelectionQuery("from Account order by zuid", AccountRow.class)
                .getResultList()
                .map(rows -> rows.stream().map(AccountRow::toAccount).toList());
    }

    /// The account with an id; empty where there is none.
    public Uni<@Nullable Account> withZuid(StatelessSession session, long zuid) {
        return session.get(AccountRow.class, zuid).map(row -> row == null ? null : row.toAccount());
    }

    /// The account with an address; empty where there is none.
    public Uni<@Nullable Account> withEmail(StatelessSession session, String email) {
        return withZuidsOrEmails(session, List.of(), List.of(email))
                .map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /// The accounts with these ids, or with these addresses.
    public Uni<List<Account>> withZuidsOrEmails(
            StatelessSession session, Collection<Long> zuids, Collection<String> emails) {
        return session.createSelectionQuery(
                        "from Account where zuid in :zuids or lower(email) in :addresses", AccountRow.class)
                .setParameter("zuids", zuids)
                .setParameter(
                        "addresses", emails.stream().map(Accounts::address).toList())
                .getResultList()
                .map(rows -> rows.stream().map(AccountRow::toAccount).toList());
    }

    /// An e-mail address as it is compared: without regard to case.
    public static String address(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
