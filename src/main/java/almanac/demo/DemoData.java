package almanac.demo;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.access.account.Registration;
import almanac.access.auth.Scopes;
import almanac.access.token.Tokens;
import almanac.admin.Onboarding;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The accounts and events of a demo. They are created at the first start; each start issues new tokens.
@Singleton
class DemoData {
    private static final String LABEL = "demo";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int TRIES = 8;
    private static final List<String> ALL_SCOPES =
            List.of(Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT, Scopes.SEARCH, Scopes.FREE_BUSY);
    private static final List<Person> PEOPLE = List.of(
            new Person("mara@example.com", "Mara Voss"),
            new Person("jonas@example.com", "Jonas Lind"),
            new Person("aiko@example.com", "Aiko Tan"));

    private final Transactions transactions;
    private final Onboarding onboarding;
    private final Accounts accounts;
    private final Tokens tokens;
    private final DemoEvents events;

    DemoData(Transactions transactions, Onboarding onboarding, Accounts accounts, Tokens tokens, DemoEvents events) {
        this.transactions = transactions;
        this.onboarding = onboarding;
        this.accounts = accounts;
        this.tokens = tokens;
        this.events = events;
    }

    /// A demo account.
    ///
    /// @param email the account's address
    /// @param token has all scopes; valid until the next start
    record Guest(String email, String token) {}

    private record Person(String email, String name) {}

    /// Creates the missing accounts and events, and issues a token to each account.
    Uni<List<Guest>> prepare() {
        return patiently(() -> transactions.write(session -> tokens.revokeLabelled(session, LABEL)))
                .chain(() -> Multi.createFrom()
                        .iterable(PEOPLE)
                        .onItem()
                        .transformToUniAndConcatenate(this::guest)
                        .collect()
                        .asList());
    }

    private Uni<Guest> guest(Person person) {
        return patiently(() -> whole(person))
                .chain(account -> patiently(() -> onboarding.issue(account.zuid(), ALL_SCOPES, null, LABEL))
                        .map(token ->
                                new Guest(account.email(), token.orElseThrow().accessToken())));
    }

    /// An account with its events. What an earlier attempt or start did not create is created now.
    private Uni<Account> whole(Person person) {
        return find(person)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known)
                        : onboarding
                                .add(new Registration(person.email, person.name, DemoEvents.ZONE, null, null))
                                .chain(() -> find(person)))
                .map(found -> found.orElseThrow(DemoData::notYet))
                .call(account -> events.make(account, addresses()));
    }

    private Uni<Optional<Account>> find(Person person) {
        return transactions
                .read(session -> accounts.withEmail(session, person.email))
                .map(Optional::ofNullable);
    }

    private static List<String> addresses() {
        return PEOPLE.stream().map(Person::email).toList();
    }

    private static ProblemException notYet() {
        return ProblemException.passing(Problem.UNAVAILABLE, "unavailable", 1);
    }

    /// Repeats work that failed with a problem, up to 8 times with increasing pauses. On a cold or busy
    /// machine the first statements may time out.
    private static <T> Uni<T> patiently(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(ProblemException.class)
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(TRIES);
    }
}
