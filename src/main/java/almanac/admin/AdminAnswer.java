package almanac.admin;

import almanac.access.account.Account;
import almanac.access.token.IssuedToken;
import almanac.access.token.TokenView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// What the administrator's calls answer, each under `data`.
final class AdminAnswer {
    private AdminAnswer() {}

    /// An account that was made.
    @RegisterForReflection
    record NewAccount(AccountWithCalendar data) {}

    /// Every account.
    record AccountList(List<Account> data) {}

    /// A token that was given out.
    record NewToken(IssuedToken data) {}

    /// The tokens of an account.
    record TokenList(List<TokenView> data) {}
}
