package almanac.event;

import almanac.identity.Account;
import almanac.identity.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Whoever made an event, or runs it.
///
/// @param name the name of the account
/// @param email its address
/// @param id its zuid, a decimal string; of somebody elsewhere, the id there
@RegisterForReflection
public record Person(String name, String email, String id) {
    static Person of(Account account) {
        return new Person(account.name(), account.email(), Long.toString(account.zuid()));
    }

    static Person of(Caller caller) {
        return new Person(caller.account(), caller.email(), Long.toString(caller.zuid()));
    }

    /// How the functions of the database tell an account they have found: see `event_create`.
    String fact() {
        return id + "\t" + name + "\t" + email;
    }
}
