package almanac.access.account;

import io.smallrye.mutiny.Uni;

/// Is notified when an account is added or renamed. Rooms that store names of accounts implement it.
public interface AccountFollower {
    /// Updates what names the account. It runs after the account was committed, and again later if it was
    /// interrupted.
    Uni<Void> follow(Account account);
}
