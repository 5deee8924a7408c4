package almanac.event.upkeep;

import almanac.access.account.Account;
import almanac.access.account.AccountFollower;
import almanac.access.account.Accounts;
import almanac.event.model.Event;
import almanac.event.store.EventFacts;
import almanac.event.store.People;
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

    private final EventRewriter rewriter;
    private final EventFacts facts;
    private final Accounts accounts;
    private final Statements statements;

    DocumentRefresher(EventRewriter rewriter, EventFacts facts, Accounts accounts, Transactions transactions) {
        this.rewriter = rewriter;
        this.facts = facts;
        this.accounts = accounts;
        this.statements = transactions.statements();
    }

    @Override
    public Uni<Void> follow(Account account) {
        facts.forget(List.of(account.zuid()), List.of(Accounts.address(account.email())));
        return follow(account, "").chain(() -> accounts.documentsFollowed(statements, account));
    }

    private Uni<Void> follow(Account account, String after) {
        var people = People.ofAccounts(Set.of(account));
        return named(account, after)
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> rewriter.rewrite(id, before -> renamed(before.event(), people)))
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

    private static Event renamed(Event event, People people) {
        return event.but()
                .people(people.renamed(event.creator()), people.renamed(event.organizer()))
                .attendees(event.attendees().stream().map(people::attendee).toList())
                .build();
    }

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
