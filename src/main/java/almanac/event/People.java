package almanac.event;

import almanac.identity.Account;
import almanac.identity.Accounts;
import almanac.identity.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accounts that have to do with an event, found by id and by address.
///
/// @param byZuid by id
/// @param byAddress by address, as it is compared
record People(Map<Long, Person> byZuid, Map<String, Person> byAddress) {
    static People of(Caller caller) {
        return of(List.of(Person.of(caller)));
    }

    static People ofAccounts(List<Account> accounts) {
        return of(accounts.stream().map(Person::of).toList());
    }

    private static People of(List<Person> people) {
        var byZuid = new HashMap<Long, Person>();
        var byAddress = new HashMap<String, Person>();
        for (var person : people) {
            byZuid.put(Long.valueOf(person.id()), person);
            byAddress.put(Accounts.address(person.email()), person);
        }
        return new People(byZuid, byAddress);
    }

    /// Whoever has a part in an event: somebody elsewhere, or an account.
    Person inRole(String @Nullable [] elsewhere, long zuid) {
        var somebody = Person.elsewhere(elsewhere);
        return somebody == null ? withZuid(zuid) : somebody;
    }

    private Person withZuid(long zuid) {
        var person = byZuid.get(zuid);
        if (person == null) {
            throw new IllegalStateException("no account " + zuid);
        }
        return person;
    }

    Optional<Person> withEmail(String email) {
        return Optional.ofNullable(byAddress.get(Accounts.address(email)));
    }

    Attendee attendee(AttendeeRow row) {
        var person = withEmail(row.email);
        return new Attendee(
                row.answer(),
                person.map(Person::name).orElse(row.name == null ? row.email : row.name),
                row.email,
                person.map(Person::id).orElse(row.person));
    }
}
