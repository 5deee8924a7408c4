package almanac.admin;

import almanac.access.account.AccountFollower;
import almanac.access.account.Accounts;
import almanac.access.account.Registration;
import almanac.access.token.IssuedToken;
import almanac.access.token.Tokens;
import almanac.base.problem.ProblemException;
import almanac.calendar.store.Calendars;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Creates accounts with their default calendars, and issues tokens.
@Singleton
public class Onboarding {
    private final Transactions transactions;
    private final Accounts accounts;
    private final Calendars calendars;
    private final Tokens tokens;
    private final Instance<AccountFollower> followers;

    Onboarding(
            Transactions transactions,
            Accounts accounts,
            Calendars calendars,
            Tokens tokens,
            Instance<AccountFollower> followers) {
        this.followers = followers;
        this.transactions = transactions;
        this.accounts = accounts;
        this.calendars = calendars;
        this.tokens = tokens;
    }

    /// Creates an account with its default calendar; empty if the id or the address is taken.
    public Uni<Optional<AccountWithCalendar>> add(Registration registration) {
        return transactions
                .write(session -> add(session, registration))
                .call(added ->
                        added.map(this::follow).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    Uni<Optional<AccountWithCalendar>> add(StatelessSession session, Registration registration) {
        return accounts.add(session, registration)
                .chain(account -> account == null
                        ? Uni.createFrom().item(Optional.empty())
                        : calendars
                                .addDefault(session, account)
                                .map(calendar -> Optional.of(new AccountWithCalendar(account, calendar))));
    }

    /// Notifies the followers of a new account. A failure is ignored: the account exists, and the next sweep
    /// notifies again.
    Uni<Void> follow(AccountWithCalendar added) {
        return Multi.createFrom()
                .iterable(followers)
                .onItem()
                .transformToUniAndConcatenate(follower -> follower.follow(added.account()))
                .collect()
                .last()
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    /// Issues a token to an account; empty if there is no such account.
    public Uni<Optional<IssuedToken>> issue(long zuid, List<String> scopes, @Nullable Long expiresIn, String label) {
        return transactions.write(session -> issue(session, zuid, scopes, expiresIn, label));
    }

    Uni<Optional<IssuedToken>> issue(
            StatelessSession session, long zuid, List<String> scopes, @Nullable Long expiresIn, String label) {
        return accounts.withZuid(session, zuid)
                .chain(account -> account == null
                        ? Uni.createFrom().item(Optional.empty())
                        : tokens.issue(session, zuid, scopes, expiresIn, label).map(Optional::of));
    }
}
