package almanac.admin;

import almanac.access.account.Account;
import almanac.access.token.IssuedToken;
import almanac.access.token.TokenView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The answers of the administrator's calls, each under `data`.
final class AdminAnswer {
    private AdminAnswer() {}

    /// A new account.
    @RegisterForReflection
    record NewAccount(AccountWithCalendar data) {}

    /// All accounts.
    record AccountList(List<Account> data) {}

    /// A new token.
    record NewToken(IssuedToken data) {}

    /// The tokens of an account.
    record TokenList(List<TokenView> data) {}
}
