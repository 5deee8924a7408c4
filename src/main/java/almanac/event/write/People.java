package almanac.event.write;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.event.model.Attendee;
import almanac.event.model.Person;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The accounts that an event names, found by id and by address, as far as there are any.
///
/// @param byZuid by id
/// @param byAddress by address, as it is compared
record People(Map<Long, Person> byZuid, Map<String, Person> byAddress) {
    static People ofAccounts(Collection<Account> accounts) {
        return of(accounts.stream().map(Person::of).toList());
    }

    static People of(Collection<Person> people) {
        var byZuid = new HashMap<Long, Person>();
        var byAddress = new HashMap<String, Person>();
        for (var person : people) {
            byZuid.put(Long.valueOf(person.id()), person);
            byAddress.put(Accounts.address(person.email()), person);
        }
        return new People(byZuid, byAddress);
    }

    /// The account with an id, which there is.
    Person withZuid(long zuid) {
        var person = byZuid.get(zuid);
        if (person == null) {
            throw new IllegalStateException("no account " + zuid);
        }
        return person;
    }

    Optional<Person> withEmail(String email) {
        return Optional.ofNullable(byAddress.get(Accounts.address(email)));
    }

    /// An attendee as the account with the address makes it; where there is none, as it was named.
    Attendee attendee(Attendee named) {
        return withEmail(named.email())
                .map(person -> new Attendee(named.status(), person.name(), named.email(), person.id()))
                .orElse(named);
    }

    /// A person as the account with that id makes it; one without an account here, as it was named.
    Person renamed(Person named) {
        return byZuid.values().stream()
                .filter(person -> person.id().equals(named.id())
                        && withEmail(named.email()).isPresent())
                .findFirst()
                .orElse(named);
    }

    /// Some addresses, and those of the accounts with some ids.
    List<String> addresses(Collection<Long> zuids, Collection<String> addresses) {
        return Stream.concat(
                        zuids.stream()
                                .map(zuid -> Accounts.address(withZuid(zuid).email())),
                        addresses.stream())
                .distinct()
                .toList();
    }

    /// What the database is to find of the accounts with these addresses, by their ids, so that an event
    /// which names them is right.
    String[] facts(Collection<String> addresses) {
        return addresses.stream()
                .map(byAddress::get)
                .filter(person -> person != null)
                .distinct()
                .sorted(Comparator.comparingLong(person -> Long.parseLong(person.id())))
                .map(Person::fact)
                .toArray(String[]::new);
    }

    /// These and others.
    People and(People others) {
        return of(Stream.of(byZuid.values(), others.byZuid.values())
                .flatMap(Collection::stream)
                .distinct()
                .toList());
    }
}
