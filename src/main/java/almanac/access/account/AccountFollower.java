package almanac.access.account;

import io.smallrye.mutiny.Uni;

/// What follows when an account comes or is renamed, in rooms that name accounts in what they store.
public interface AccountFollower {
    /// Writes anew what names the account. It runs after the account was committed, and again later where
    /// it was cut off.
    Uni<Void> follow(Account account);
}
