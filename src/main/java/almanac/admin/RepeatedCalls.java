package almanac.admin;

import almanac.access.idempotency.Idempotency;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.IssuedToken;
import almanac.access.token.Tokens;
import almanac.admin.AdminAnswer.NewAccount;
import almanac.storage.database.Transactions;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The administrator's calls that make something, carried out once for each idempotency key.
@Singleton
class RepeatedCalls {
    private final Transactions transactions;
    private final Onboarding onboarding;
    private final Idempotency idempotency;
    private final Tokens tokens;
    private final ObjectMapper json;

    RepeatedCalls(
            Transactions transactions,
            Onboarding onboarding,
            Idempotency idempotency,
            Tokens tokens,
            ObjectMapper json) {
        this.transactions = transactions;
        this.onboarding = onboarding;
        this.idempotency = idempotency;
        this.tokens = tokens;
        this.json = json;
    }

    /// What has become of a call: something was made now, or before, or nothing could be.
    private record Outcome<T>(Optional<T> made, Optional<String> before) {
        static <T> Outcome<T> before(String answer) {
            return new Outcome<>(Optional.empty(), Optional.of(answer));
        }
    }

    /// Makes an account; the JSON of the answer, empty where the id or the address is taken.
    Uni<Optional<String>> addAccount(AccountRequest request, Optional<IdempotencyKey> key) {
        return transactions
                .write(session -> key.isEmpty()
                        ? add(session, request)
                        : idempotency.once(
                                session,
                                key.get(),
                                () -> add(session, request),
                                outcome -> outcome.made.map(this::answer),
                                Outcome::before))
                .call(outcome -> outcome.made
                        .map(onboarding::follow)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .map(outcome -> outcome.made.map(this::answer).or(() -> outcome.before));
    }

    private Uni<Outcome<AccountWithCalendar>> add(StatelessSession session, AccountRequest request) {
        return onboarding
                .add(session, request.email(), request.name(), request.timezone(), request.zuid())
                .map(made -> new Outcome<>(made, Optional.empty()));
    }

    private String answer(AccountWithCalendar account) {
        try {
            return json.writeValueAsString(new NewAccount(account));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Gives a token to an account; empty where there is no such account.
    ///
    /// A token is stored by its hash alone, so it cannot be shown a second time: a repeated call replaces the
    /// token of the first, which then opens nothing any more.
    Uni<Optional<IssuedToken>> issue(
            long zuid, List<String> scopes, @Nullable Long expiresIn, String label, Optional<IdempotencyKey> key) {
        if (key.isEmpty()) {
            return onboarding.issue(zuid, scopes, expiresIn, label);
        }
        return transactions
                .<Outcome<IssuedToken>>write(session -> idempotency.once(
                        session,
                        key.get(),
                        () -> onboarding
                                .issue(session, zuid, scopes, expiresIn, label)
                                .map(made -> new Outcome<>(made, Optional.empty())),
                        outcome -> outcome.made.map(RepeatedCalls::id),
                        Outcome::before))
                .chain(outcome -> outcome.before.isEmpty()
                        ? Uni.createFrom().item(outcome.made)
                        : tokens.revoke(Long.parseLong(outcome.before.get()))
                                .chain(() -> replace(zuid, scopes, expiresIn, label, key.get())));
    }

    private Uni<Optional<IssuedToken>> replace(
            long zuid, List<String> scopes, @Nullable Long expiresIn, String label, IdempotencyKey key) {
        return transactions.write(session -> onboarding
                .issue(session, zuid, scopes, expiresIn, label)
                .call(made -> idempotency.replace(
                        session, key, made.map(RepeatedCalls::id).orElse("0"))));
    }

    private static String id(IssuedToken token) {
        return Long.toString(token.id());
    }
}
