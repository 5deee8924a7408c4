package almanac.mirror.api;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.mirror.link.Addresses;
import almanac.mirror.link.LinkCredentials;
import almanac.mirror.link.Links;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/// Links accounts with remote ones.
@Singleton
class Linking {
    private final Links links;
    private final Addresses addresses;
    private final Accounts accounts;
    private final Transactions transactions;
    private final LinkStates states;

    Linking(Links links, Addresses addresses, Accounts accounts, Transactions transactions, LinkStates states) {
        this.links = links;
        this.addresses = addresses;
        this.accounts = accounts;
        this.transactions = transactions;
        this.states = states;
    }

    /// Links an account, or gives its link other credentials.
    ///
    /// @throws ProblemException 404 for no account, 400 for credentials that cannot be, 409 where there
    ///     is no key to seal them with, or the account is linked with a remote service
    Uni<LinkState> put(long zuid, LinkCredentials credentials) {
        var errors = credentials.errors(addresses);
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), errors);
        }
        if (!links.isReady()) {
            throw conflict(
                    "encryption_key_missing",
                    "almanac.upstream.encryption-key",
                    "has to be configured first: 32 bytes in base64");
        }
        return exists(zuid)
                .chain(() -> links.put(zuid, credentials))
                .invoke(done -> {
                    if (!done) {
                        throw conflict(
                                "linked_elsewhere", "base_url", "is another service than the one it is linked with");
                    }
                })
                .chain(() -> states.of(zuid));
    }

    private Uni<Void> exists(long zuid) {
        return transactions.read(session -> accounts.withZuid(session, zuid)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.of(Problem.NOT_FOUND))
                .replaceWithVoid());
    }

    private static ProblemException conflict(String code, String field, String message) {
        return ProblemException.of(Problem.CONFLICT, code, List.of(new FieldError(field, message)));
    }
}
