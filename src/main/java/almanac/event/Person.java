package almanac.event;

import almanac.identity.Account;
import almanac.identity.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

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

    /// Somebody without an account here, as stored; null where that column is empty.
    static @Nullable Person elsewhere(String @Nullable [] stored) {
        return stored == null ? null : new Person(stored[0], stored[1], stored[2]);
    }

    String[] toStored() {
        return new String[] {name, email, id};
    }
}
