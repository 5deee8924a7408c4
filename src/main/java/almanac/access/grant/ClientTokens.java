package almanac.access.grant;

import almanac.access.grant.Codes.Code;
import almanac.access.grant.GrantOutcome.Given;
import almanac.access.grant.GrantOutcome.Invalid;
import almanac.access.grant.GrantOutcome.NoScope;
import almanac.access.grant.GrantOutcome.NotAllowed;
import almanac.access.grant.GrantOutcome.Unknown;
import almanac.access.grant.GrantStore.Draft;
import almanac.access.grant.GrantStore.NewToken;
import almanac.access.grant.GrantStore.Order;
import almanac.access.token.Secret;
import almanac.access.token.Tokens;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gives clients their access tokens: for a code, for a refresh token, or for themselves. Each request is one
/// transaction, so that the database decides which of two at once is first.
@Singleton
public class ClientTokens {
    private static final String OF_CODE =
            "select id from oauth_grant where code_hash = $1 and client_id = $2 for update";

    private final Transactions transactions;
    private final GrantStore grants;
    private final Codes codes;
    private final Tokens tokens;
    private final Clock clock;

    ClientTokens(Transactions transactions, GrantStore grants, Codes codes, Tokens tokens, Clock clock) {
        this.transactions = transactions;
        this.grants = grants;
        this.codes = codes;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// Exchanges a code. One that was exchanged before ends the grant that was made of it.
    ///
    /// @param redirectUri the address for which it was made
    /// @param verifier that of PKCE; null for none
    public Uni<GrantOutcome> exchange(Client client, Secret code, String redirectUri, @Nullable String verifier) {
        return write(statements -> codes.take(statements, client, code)
                .chain(taken -> taken.isEmpty()
                        ? usedAgain(statements, client, code)
                        : exchange(statements, client, code, taken.get(), fault(taken.get(), redirectUri, verifier))));
    }

    private Optional<String> fault(Code code, String redirectUri, @Nullable String verifier) {
        if (code.expiresAt() <= clock.millis()) {
            return Optional.of("the code has expired");
        }
        if (!code.redirectUri().equals(redirectUri)) {
            return Optional.of("redirect_uri is not that of the code");
        }
        return code.isProvenBy(verifier) ? Optional.empty() : Optional.of("code_verifier is not that of the code");
    }

    private Uni<Work> usedAgain(Statements statements, Client client, Secret code) {
        return statements
                .run(OF_CODE, Tuple.of(GrantStore.hash(code), client.id()))
                .map(GrantStore::ids)
                .chain(found -> found.isEmpty()
                        ? Work.only(new Unknown())
                        : grants.end(statements, found)
                                .map(ended ->
                                        new Work(new Invalid("the code was used before; its grant ends"), ended)));
    }

    private Uni<Work> exchange(Statements statements, Client client, Secret secret, Code code, Optional<String> fault) {
        if (fault.isPresent()) {
            return Work.only(new Invalid(fault.get()));
        }
        var refresh = code.offline() ? RefreshToken.random(!client.isConfidential()) : null;
        var draft = new Draft(client, code.zuid(), code.scopes(), code.parent(), refresh, secret);
        return grants.add(statements, draft)
                .chain(added -> added.isEmpty()
                        ? Work.only(new Unknown())
                        : end(statements, code.parent())
                                .chain(end -> give(
                                        statements,
                                        new Order(added.get().grant(), code.zuid(), code.scopes(), end),
                                        refresh))
                                .map(work -> work.with(added.get().ended())));
    }

    /// When the token ends by which a person has approved, in epoch ms; null for never.
    private static Uni<@Nullable Long> end(Statements statements, @Nullable Long parent) {
        return statements
                .run("select expires_at from access_token where id = $1", Tuple.of(parent))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong(0));
    }

    /// Gives a token for a refresh token. That of a public client changes; one that was used before ends the grant.
    ///
    /// @param requested the scopes that the client asks for; null for all of the grant
    public Uni<GrantOutcome> refresh(Client client, RefreshToken token, @Nullable String requested) {
        return write(statements -> FoundGrant.find(statements, Optional.of(client.id()), token)
                .chain(found -> found.isEmpty()
                        ? Work.only(new Unknown())
                        : refresh(statements, found.get(), token, requested)));
    }

    private Uni<Work> refresh(Statements statements, FoundGrant grant, RefreshToken token, @Nullable String requested) {
        if (!grant.isCurrent(token)) {
            return grants.end(statements, List.of(grant.id()))
                    .map(ended -> new Work(new Invalid("the refresh token was used before; its grant ends"), ended));
        }
        if (grant.end() != null && grant.end() <= clock.millis()) {
            return Work.only(new Invalid("the token by which the grant was given has expired"));
        }
        var scopes = GrantedScopes.narrow(requested, grant.scopes());
        if (scopes.isEmpty()) {
            return Work.only(new NoScope());
        }
        var next = token.rotates() ? token.next() : null;
        return grant.use(statements, next, clock.millis())
                .chain(() -> give(statements, new Order(grant.id(), grant.zuid(), scopes, grant.end()), next));
    }

    /// Gives a client a token for the account that it acts as by itself.
    ///
    /// @param requested the scopes that the client asks for; null for all that it has
    public Uni<GrantOutcome> own(Client client, @Nullable String requested) {
        var zuid = client.zuid();
        if (zuid == null || !client.isConfidential()) {
            return Uni.createFrom().item(new NotAllowed());
        }
        var scopes = GrantedScopes.narrow(requested, client.scopes());
        if (scopes.isEmpty()) {
            return Uni.createFrom().item(new NoScope());
        }
        return write(statements -> grants.own(statements, client)
                .chain(grant -> grant.isEmpty()
                        ? Work.only(new NotAllowed())
                        : give(statements, new Order(grant.get(), zuid, scopes, null), null)));
    }

    private Uni<Work> give(Statements statements, Order order, @Nullable RefreshToken refresh) {
        return grants.give(statements, order).map(token -> Work.of(token, order.scopes(), refresh));
    }

    private Uni<GrantOutcome> write(Function<Statements, Uni<Work>> work) {
        return transactions
                .write(session -> work.apply(Statements.in(session)))
                .invoke(done -> tokens.forget(done.ended))
                .map(Work::outcome);
    }

    /// What a transaction has done.
    ///
    /// @param ended the ids of the tokens that have ended
    private record Work(GrantOutcome outcome, List<Long> ended) {
        static Uni<Work> only(GrantOutcome outcome) {
            return Uni.createFrom().item(new Work(outcome, List.of()));
        }

        static Work of(NewToken token, List<String> scopes, @Nullable RefreshToken refresh) {
            var given = new Given(token.secret(), token.seconds(), scopes, refresh == null ? null : refresh.whole());
            return new Work(given, token.ended());
        }

        Work with(List<Long> more) {
            return new Work(
                    outcome, Stream.concat(ended.stream(), more.stream()).toList());
        }
    }
}
