package almanac.event.model;

import almanac.access.account.Account;
import almanac.access.token.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Whoever made an event, or runs it.
///
/// @param name the name of the account
/// @param email its address
/// @param id its zuid, a decimal string; of somebody elsewhere, the id there
@RegisterForReflection
public record Person(String name, String email, String id) {
    public static Person of(Account account) {
        return new Person(account.name(), account.email(), Long.toString(account.zuid()));
    }

    public static Person of(Caller caller) {
        return new Person(caller.account(), caller.email(), Long.toString(caller.zuid()));
    }

    /// How the functions of the database tell an account they have found: see `event_create`.
    public String fact() {
        return id + "\t" + name + "\t" + email;
    }
}
