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
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The administrator's creating calls, carried out once per idempotency key.
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

    /// The outcome of a call: created now, created by an earlier call (its stored answer), or neither.
    private record Outcome(Optional<AccountWithCalendar> made, Optional<String> before) {
        static Outcome before(String answer) {
            return new Outcome(Optional.empty(), Optional.of(answer));
        }
    }

    /// Creates an account.
    ///
    /// @return the JSON of the answer; empty if the id or the address is taken
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

    private Uni<Outcome> add(StatelessSession session, AccountRequest request) {
        return onboarding.add(session, request.registration()).map(made -> new Outcome(made, Optional.empty()));
    }

    private String answer(AccountWithCalendar account) {
        try {
            return json.writeValueAsString(new NewAccount(account));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Issues a token to an account; empty if there is no such account.
    ///
    /// Only the hash of a token is stored, so it cannot be returned again: a repeated call revokes the token
    /// of the earlier call and issues a new one. One token is valid per key.
    Uni<Optional<IssuedToken>> issue(long zuid, TokenRequest request, Optional<IdempotencyKey> key) {
        if (key.isEmpty()) {
            return transactions.write(session -> give(session, zuid, request));
        }
        return transactions
                .write(session -> idempotency.onceOr(
                        session,
                        key.get(),
                        () -> give(session, zuid, request).map(Token::first),
                        token -> token.given.map(RepeatedCalls::id),
                        before -> replace(session, zuid, request, key.get(), Long.parseLong(before))))
                .invoke(token -> tokens.forget(token.replaced))
                .map(Token::given);
    }

    /// An issued token, and the ids of the tokens that end: the token that it replaces, and those of its grants.
    private record Token(Optional<IssuedToken> given, List<Long> replaced) {
        static Token first(Optional<IssuedToken> given) {
            return new Token(given, List.of());
        }
    }

    private Uni<Token> replace(
            StatelessSession session, long zuid, TokenRequest request, IdempotencyKey key, long before) {
        return tokens.revoke(session, before)
                .chain(ended -> give(session, zuid, request)
                        .call(given -> given.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : idempotency.remember(session, key, id(given.get())))
                        .map(given -> new Token(given, ended)));
    }

    private Uni<Optional<IssuedToken>> give(StatelessSession session, long zuid, TokenRequest request) {
        var label = Objects.requireNonNullElse(request.label(), "");
        return onboarding.issue(session, zuid, request.scopes(), request.expiresIn(), label);
    }

    private static String id(IssuedToken token) {
        return Long.toString(token.id());
    }
}
