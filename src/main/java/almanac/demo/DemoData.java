package almanac.demo;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.access.auth.Scopes;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.access.token.Tokens;
import almanac.admin.Onboarding;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventRequest;
import almanac.event.model.Invitee;
import almanac.event.write.Events;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The accounts and events of a demo: made at its first start, with fresh tokens at each.
@Singleton
class DemoData {
    private static final String LABEL = "demo";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int TRIES = 8;
    private static final String ZONE = "Europe/Berlin";
    private static final List<String> ALL_SCOPES =
            List.of(Scopes.CALENDAR_EVENTS, Scopes.CALENDAR, Scopes.EVENT, Scopes.SEARCH);
    private static final List<Person> PEOPLE = List.of(
            new Person("mara@example.com", "Mara Voss"),
            new Person("jonas@example.com", "Jonas Lind"),
            new Person("aiko@example.com", "Aiko Tan"));

    private final Transactions transactions;
    private final Onboarding onboarding;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Events events;
    private final Clock clock;

    DemoData(
            Transactions transactions,
            Onboarding onboarding,
            Accounts accounts,
            Tokens tokens,
            Events events,
            Clock clock) {
        this.transactions = transactions;
        this.onboarding = onboarding;
        this.accounts = accounts;
        this.tokens = tokens;
        this.events = events;
        this.clock = clock;
    }

    /// Somebody to try the service as.
    ///
    /// @param email the account's address
    /// @param token opens every call, until the next start
    record Guest(String email, String token) {}

    private record Person(String email, String name) {}

    /// Makes what is missing, and a fresh token for everybody.
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

    /// An account with its events: what an earlier try, or an earlier start, has left out is made now.
    private Uni<Account> whole(Person person) {
        return find(person)
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known)
                        : onboarding.add(person.email, person.name, ZONE, null).chain(() -> find(person)))
                .map(found -> found.orElseThrow(DemoData::notYet))
                .call(this::firstEvents);
    }

    private Uni<Optional<Account>> find(Person person) {
        return transactions
                .read(session -> accounts.withEmail(session, person.email))
                .map(Optional::ofNullable);
    }

    private static ProblemException notYet() {
        return ProblemException.passing(Problem.UNAVAILABLE, "unavailable", 1);
    }

    /// Tries again what a request would be answered 503 for: a start on a cold or busy machine has
    /// nobody who waits for an answer, only somebody who waits for the demo.
    private static <T> Uni<T> patiently(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(ProblemException.class)
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(TRIES);
    }

    private Uni<Void> firstEvents(Account account) {
        var hour = Duration.ofHours(1).toMillis();
        var next = clock.millis() / hour * hour + hour;
        var caller = new Caller(0, account.zuid(), account.email(), account.name(), Set.of(), null, null);
        var requests = List.of(
                request("Planning", next, next + hour, "Room 1"),
                request("Lunch at the river", next + 20 * hour, next + 21 * hour, "Bridge Café"),
                request("Retrospective", next + 72 * hour, next + 74 * hour, null));
        return titles(account)
                .chain(there -> Multi.createFrom()
                        .iterable(requests)
                        .filter(request -> !there.contains(request.title()))
                        .onItem()
                        .transformToUniAndConcatenate(request -> once(caller, request))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<List<String>> titles(Account account) {
        return transactions.read(session -> session.createNativeQuery(
                        "select cast(e.document as json) ->> 'title' from event e where e.organizer = ?1", String.class)
                .setParameter(1, account.zuid())
                .getResultList());
    }

    /// A try that came too late may have been carried out all the same: the key makes the next one find
    /// that.
    private Uni<EventOutcome> once(Caller caller, EventRequest request) {
        var key = IdempotencyKey.of(
                "demo " + request.title(),
                caller.zuid(),
                "demo",
                request.title().getBytes(StandardCharsets.UTF_8));
        return events.create(caller, null, request, key);
    }

    private static EventRequest request(String title, long start, long end, @Nullable String location) {
        var invited = PEOPLE.stream().map(person -> Invitee.of(person.email)).toList();
        return new EventRequest(
                title, start, end, ZONE, null, location, null, invited, null, null, null, null, null, Map.of());
    }
}
