package almanac.event;

import almanac.identity.Account;
import almanac.identity.Caller;
import com.fasterxml.jackson.annotation.JsonFormat;

/// Whoever made an event, or runs it.
///
/// @param name the name of the account
/// @param email its address
/// @param id its zuid, a decimal string in JSON
public record Person(
        String name,
        String email,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long id) {
    static Person of(Account account) {
        return new Person(account.name(), account.email(), account.zuid());
    }

    static Person of(Caller caller) {
        return new Person(caller.account(), caller.email(), caller.zuid());
    }
}
