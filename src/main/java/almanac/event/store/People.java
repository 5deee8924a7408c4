package almanac.event.store;

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

/// The accounts that an event names, by id and by address.
///
/// @param byZuid by id
/// @param byAddress by address in the form used for comparison
public record People(Map<Long, Person> byZuid, Map<String, Person> byAddress) {
    public static People ofAccounts(Collection<Account> accounts) {
        return of(accounts.stream().map(Person::of).toList());
    }

    public static People of(Collection<Person> people) {
        var byZuid = new HashMap<Long, Person>();
        var byAddress = new HashMap<String, Person>();
        for (var person : people) {
            byZuid.put(Long.valueOf(person.id()), person);
            byAddress.put(Accounts.address(person.email()), person);
        }
        return new People(byZuid, byAddress);
    }

    /// The account with an id, which has to be present.
    public Person withZuid(long zuid) {
        var person = byZuid.get(zuid);
        if (person == null) {
            throw new IllegalStateException("no account " + zuid);
        }
        return person;
    }

    public Optional<Person> withEmail(String email) {
        return Optional.ofNullable(byAddress.get(Accounts.address(email)));
    }

    /// An attendee with the name and id of the account with the address; unchanged if there is none.
    public Attendee attendee(Attendee named) {
        return withEmail(named.email())
                .map(person -> new Attendee(named.status(), person.name(), named.email(), person.id()))
                .orElse(named);
    }

    /// A person with the current name of the account; unchanged if there is none.
    public Person renamed(Person named) {
        return byZuid.values().stream()
                .filter(person -> person.id().equals(named.id())
                        && withEmail(named.email()).isPresent())
                .findFirst()
                .orElse(named);
    }

    /// Addresses, with those of the accounts with some ids added.
    public List<String> addresses(Collection<Long> zuids, Collection<String> addresses) {
        return Stream.concat(
                        zuids.stream()
                                .map(zuid -> Accounts.address(withZuid(zuid).email())),
                        addresses.stream())
                .distinct()
                .toList();
    }

    /// What the stored event assumes about the accounts with these addresses, ordered by id. The database
    /// compares it with its tables.
    public String[] facts(Collection<String> addresses) {
        return addresses.stream()
                .map(byAddress::get)
                .filter(person -> person != null)
                .distinct()
                .sorted(Comparator.comparingLong(person -> Long.parseLong(person.id())))
                .map(Person::fact)
                .toArray(String[]::new);
    }

    /// The union with others.
    public People and(People others) {
        return of(Stream.of(byZuid.values(), others.byZuid.values())
                .flatMap(Collection::stream)
                .distinct()
                .toList());
    }
}
