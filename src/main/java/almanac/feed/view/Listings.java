package almanac.feed.view;

import almanac.feed.clock.ClockRules;
import almanac.feed.clock.MissedMoments;
import almanac.feed.view.Scope.Calendars;
import almanac.log.change.Cursor;
import almanac.log.change.ListItem;
import almanac.log.change.Listing;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.change.Viewer;
import almanac.log.change.Window;
import almanac.log.read.LogSnapshot;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds out which calendars a viewer reaches, how they are shown, and which log entries a viewer may still
/// read.
@Singleton
public class Listings {
    private final Instance<Listing> listings;
    private final Transactions transactions;
    private final ClockRules rules;
    private final ObjectMapper json;

    Listings(Instance<Listing> listings, Transactions transactions, ClockRules rules, ObjectMapper json) {
        this.listings = listings;
        this.transactions = transactions;
        this.rules = rules;
        this.json = json;
    }

    /// The accounts whose changes concern the list of a scope: the viewer, and those that the list is about.
    public Uni<Set<Long>> accounts(Scope scope) {
        return accounts(scope, transactions.statements());
    }

    /// Whether one of these accounts could see a change since a cursor.
    Uni<Boolean> hasMissed(Scope scope, LogSnapshot snapshot, Cursor since) {
        return accounts(scope, Statements.on(snapshot.connection()))
                .chain(accounts -> snapshot.hasMissed(since, accounts));
    }

    private static Uni<Set<Long>> accounts(Scope scope, Statements statements) {
        return scope.watch().people(statements).map(people -> {
            var accounts = new HashSet<>(people);
            accounts.add(scope.viewer().zuid());
            return accounts;
        });
    }

    /// The calendars of a scope at a moment.
    Uni<Calendars> of(Scope scope, LogSnapshot snapshot) {
        var calendars = new Calendars();
        if (!scope.watchesEvents()) {
            return Uni.createFrom().item(calendars);
        }
        return listing("calendar")
                .everything()
                .read(snapshot.connection(), scope.viewer(), Window.ALL)
                .invoke(item -> put(item, scope, calendars))
                .collect()
                .last()
                .replaceWith(calendars);
    }

    private void put(ListItem item, Scope scope, Calendars calendars) {
        var calendar = new Seen.Document(item.json()).tree(json);
        calendars.put(item.calendarId(), scope.inclusion(calendar), scope.owns(calendar));
    }

    /// Whether the events of a calendar are in the list of a scope; empty if the viewer does not reach it.
    Optional<Boolean> inclusion(Scope scope, Optional<Seen> calendar) {
        return scope.inclusion(calendar, json);
    }

    /// What the clock tells a stream that has been away.
    ///
    /// @param since the time of its cursor, epoch ms
    /// @param now epoch ms
    MissedMoments moments(Calendars calendars, long since, long now) {
        return new MissedMoments(rules, calendars::isOwned, since, now);
    }

    /// A change that a reader of the log has missed.
    ///
    /// @param change the change
    /// @param isReadable whether its documents may be shown: false if the reader's access to the subject has
    ///     ended since (docs/change-feed.md, 4.6)
    public record Missed(LoggedChange change, boolean isReadable) {}

    /// The changes for a viewer since a cursor, by position, each with whether the viewer may still read its
    /// subject. The database is asked once for each subject.
    public Multi<Missed> missed(LogSnapshot snapshot, Cursor since, Viewer viewer) {
        var readers = new HashMap<String, Found>();
        return snapshot.missed(since, viewer.zuid())
                .group()
                .intoLists()
                .of(LogSnapshot.FETCH)
                .onItem()
                .transformToMultiAndConcatenate(changes -> known(changes, readers, snapshot, viewer)
                        .onItem()
                        .transformToMulti(_ -> Multi.createFrom().iterable(changes))
                        .map(change -> new Missed(
                                change, of(change.kind(), readers).ids.contains(change.subject()))));
    }

    /// The subjects of one kind that were asked for, and those that are readable.
    private record Found(Set<String> asked, Set<String> ids) {
        Found() {
            this(new HashSet<>(), new HashSet<>());
        }
    }

    private static Found of(String kind, Map<String, Found> readers) {
        return readers.computeIfAbsent(kind, _ -> new Found());
    }

    /// Asks for the subjects of some changes that were not asked for before.
    private Uni<Void> known(
            List<LoggedChange> changes, Map<String, Found> readers, LogSnapshot snapshot, Viewer viewer) {
        var unknown = new HashMap<String, Set<String>>();
        for (var change : changes) {
            if (of(change.kind(), readers).asked.add(change.subject())) {
                unknown.computeIfAbsent(change.kind(), _ -> new HashSet<>()).add(change.subject());
            }
        }
        return Multi.createFrom()
                .iterable(unknown.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> listing(entry.getKey())
                        .readable(snapshot.connection(), viewer, entry.getValue())
                        .invoke(ids -> of(entry.getKey(), readers).ids.addAll(ids)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// The listing of a kind.
    public Listing listing(String kind) {
        return listings.stream()
                .filter(listing -> listing.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
