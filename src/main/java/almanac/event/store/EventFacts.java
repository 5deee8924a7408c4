package almanac.event.store;

import almanac.access.account.Account;
import almanac.access.account.Accounts;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.store.Calendars;
import almanac.event.model.Person;
import almanac.storage.database.Statements;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Caches what a change of an event is based on: calendars as their writers reach them, and accounts by
/// address.
///
/// Entries may be out of date. The statement that stores an event compares them with the tables, under lock,
/// and stores nothing if they differ; the entries are then dropped and read again. So a write costs one round
/// trip if they are current, and is correct if they are not.
@Singleton
public class EventFacts {
    private static final int CALENDARS = 20_000;
    private static final int PEOPLE = 100_000;

    private final Calendars calendars;
    private final Accounts accounts;
    private final Cache<Reached, CalendarAccess> reached =
            Caffeine.newBuilder().maximumSize(CALENDARS).build();
    private final Cache<Long, Person> byZuid =
            Caffeine.newBuilder().maximumSize(PEOPLE).build();
    private final Cache<String, Optional<Person>> byAddress =
            Caffeine.newBuilder().maximumSize(PEOPLE).build();

    EventFacts(Calendars calendars, Accounts accounts) {
        this.calendars = calendars;
        this.accounts = accounts;
    }

    /// A calendar as an account names it.
    private record Reached(long zuid, CalendarKey key) {}

    /// The calendar that an account names: cached if the account may write it, else read. So a refusal is
    /// never based on the cache, and neither is the choice of the default calendar.
    ///
    /// @param key what the client sent; null for the account's default calendar
    public Uni<Optional<CalendarAccess>> calendar(Statements statements, long zuid, @Nullable CalendarKey key) {
        if (key == null) {
            return calendars.reach(statements, zuid, null);
        }
        var asked = new Reached(zuid, key);
        var known = reached.getIfPresent(asked);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return calendars
                .reach(statements, zuid, key)
                .invoke(found -> found.filter(calendar -> calendar.canWrite(zuid) && !calendar.isMirrored())
                        .ifPresent(calendar -> reached.put(asked, calendar)));
    }

    /// The calendar that an account names, read anew.
    ///
    /// @param key what the client sent
    public Uni<Optional<CalendarAccess>> reach(Statements statements, long zuid, CalendarKey key) {
        return calendars.reach(statements, zuid, key);
    }

    /// The accounts with these ids and these addresses, which are in the form used for comparison.
    public Uni<People> people(Statements statements, Collection<Long> zuids, Collection<String> addresses) {
        var known = new HashSet<Person>();
        var unknownZuids = new ArrayList<Long>();
        for (var zuid : zuids) {
            var person = byZuid.getIfPresent(zuid);
            var _ = person == null ? unknownZuids.add(zuid) : known.add(person);
        }
        var unknownAddresses = new ArrayList<String>();
        for (var address : addresses) {
            var person = byAddress.getIfPresent(address);
            if (person == null) {
                unknownAddresses.add(address);
            } else {
                person.ifPresent(known::add);
            }
        }
        var remembered = People.of(known);
        return unknownZuids.isEmpty() && unknownAddresses.isEmpty()
                ? Uni.createFrom().item(remembered)
                : accounts.find(statements, unknownZuids, unknownAddresses)
                        .map(found -> remembered.and(remember(found, unknownAddresses)));
    }

    private People remember(List<Account> found, List<String> addresses) {
        var people = People.ofAccounts(found);
        people.byZuid().forEach(byZuid::put);
        addresses.forEach(address ->
                byAddress.put(address, Optional.ofNullable(people.byAddress().get(address))));
        return people;
    }

    /// Drops a calendar, after a change based on it was not stored.
    public void forget(long zuid, @Nullable CalendarKey key) {
        if (key != null) {
            reached.invalidate(new Reached(zuid, key));
        }
    }

    /// Drops accounts.
    public void forget(Collection<Long> zuids, Collection<String> addresses) {
        byZuid.invalidateAll(zuids);
        byAddress.invalidateAll(addresses);
    }
}
