package almanac.event.write;

import almanac.access.account.Account;
import almanac.access.account.AccountFollower;
import almanac.access.account.Accounts;
import almanac.event.model.EventVersion;
import almanac.event.write.EventMirror.Cause;
import almanac.event.write.EventStore.Draft;
import almanac.event.write.EventStore.Result;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Rewrites the documents that name a new or renamed account: attendees get the name and id of the account
/// with their address.
///
/// Each event is changed as any other, with a new tag and a log entry, so that lists, live views and the log
/// agree. An interrupted run is continued by the next sweep: an account stays marked until all its documents
/// are rewritten.
@Singleton
public class DocumentRefresher implements AccountFollower {
    private static final String SWEEP = "documents-behind";
    private static final int STEP = 100;

    /// The events that invite an address, and those in calendars that an account owns or may write.
    private static final String NAMING = """
            select id from (
                select event_id as id from invitation where address = $1
                union
                select e.id from event e where e.calendar_id in (
                    select c.id from calendar c where c.owner = $2
                    union all select s.calendar_id from share s where s.zuid = $2)) named
            where id > $3 order by id limit $4
            """;

    private final EventStore store;
    private final EventFacts facts;
    private final NewEvents newEvents;
    private final Accounts accounts;
    private final Statements statements;

    DocumentRefresher(
            EventStore store, EventFacts facts, NewEvents newEvents, Accounts accounts, Transactions transactions) {
        this.store = store;
        this.facts = facts;
        this.newEvents = newEvents;
        this.accounts = accounts;
        this.statements = transactions.statements();
    }

    @Override
    public Uni<Void> follow(Account account) {
        facts.forget(List.of(account.zuid()), List.of(Accounts.address(account.email())));
        return follow(account, "").chain(() -> accounts.documentsFollowed(statements, account));
    }

    private Uni<Void> follow(Account account, String after) {
        return named(account, after)
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> refresh(account, id))
                        .collect()
                        .last())
                .chain(ids -> ids.size() < STEP ? Uni.createFrom().voidItem() : follow(account, ids.getLast()));
    }

    private Uni<List<String>> named(Account account, String after) {
        var parameters = Tuple.of(Accounts.address(account.email()), account.zuid(), after, STEP);
        return statements.run(NAMING, parameters).map(rows -> {
            var ids = new ArrayList<String>(rows.size());
            rows.forEach(row -> ids.add(row.getString(0)));
            return ids;
        });
    }

    /// Rewrites one event; reads it again if it was changed meanwhile.
    private Uni<Void> refresh(Account account, String id) {
        return store.load(statements, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(true)
                        : refresh(found.get(), People.ofAccounts(Set.of(account))))
                .chain(done -> done ? Uni.createFrom().voidItem() : refresh(account, id));
    }

    private Uni<Boolean> refresh(EventVersion before, People people) {
        var event = before.event();
        var attendees = event.attendees().stream().map(people::attendee).toList();
        var renamed = event.withPeople(people.renamed(event.creator()), people.renamed(event.organizer()))
                .withAttendees(attendees, event.editTag());
        if (renamed.equals(event)) {
            return Uni.createFrom().item(true);
        }
        var version = newEvents.version(
                renamed.withAttendees(attendees, newEvents.tag(event.editTag())),
                before.organizer(),
                before.meetingLink(),
                before.calendar());
        return store.change(statements, before, new Draft(version, null, List.of(), null, BY_SYSTEM, null))
                .map(result -> result == Result.STORED);
    }

    private static final Cause BY_SYSTEM = new Cause(Reason.EDITED, 0);

    @Scheduled(
            every = "10m",
            delayed = "20s",
            identity = SWEEP,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> followUp() {
        return Sweep.orNextTime(
                SWEEP,
                accounts.withDocumentsBehind(statements)
                        .onItem()
                        .transformToMulti(behind -> Multi.createFrom().iterable(behind))
                        .onItem()
                        .transformToUniAndConcatenate(this::follow)
                        .collect()
                        .last());
    }
}
