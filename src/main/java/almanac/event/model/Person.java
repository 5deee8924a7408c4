package almanac.event.model;

import almanac.access.account.Account;
import almanac.access.token.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// The creator or organizer of an event.
///
/// @param name the account's name
/// @param email its address
/// @param id its zuid as a decimal string; for a person of a remote service, the id there
@RegisterForReflection
public record Person(String name, String email, String id) {
    public static Person of(Account account) {
        return new Person(account.name(), account.email(), Long.toString(account.zuid()));
    }

    public static Person of(Caller caller) {
        return new Person(caller.account(), caller.email(), Long.toString(caller.zuid()));
    }

    /// The account as one text, as the SQL functions build it to compare; see `event_create`.
    public String fact() {
        return id + "\t" + name + "\t" + email;
    }
}
