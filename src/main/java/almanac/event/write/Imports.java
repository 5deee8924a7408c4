package almanac.event.write;

import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import almanac.event.ical.IcalEvent;
import almanac.event.ical.IcalFile;
import almanac.event.ical.IcalReader;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.store.IcalStore;
import almanac.event.store.IcalStore.Known;
import almanac.event.write.ImportCount.Result;
import almanac.event.write.ImportWrites.Import;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Imports files: which of their events are new, changed or known, in transactions of about a hundred.
@Singleton
public class Imports {
    private static final int STEP = 100;
    private static final int ATTEMPTS = 5;
    private static final long SECOND = 1_000;

    private final Transactions transactions;
    private final EventFacts facts;
    private final EventStore store;
    private final IcalStore files;
    private final ImportWrites writes;

    Imports(Transactions transactions, EventFacts facts, EventStore store, IcalStore files, ImportWrites writes) {
        this.transactions = transactions;
        this.facts = facts;
        this.store = store;
        this.files = files;
        this.writes = writes;
    }

    /// A call of an import.
    ///
    /// @param key the calendar
    /// @param isDry whether nothing is to be stored
    public record Call(Caller caller, CalendarKey key, boolean isDry) {}

    /// Imports a file. Events are known by their names within the calendar.
    public Uni<ImportOutcome> run(Vertx vertx, Call call, byte[] file) {
        var statements = transactions.statements();
        return facts.reach(statements, call.caller.zuid(), call.key).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new ImportOutcome.NoCalendar());
            }
            if (!found.get().canWrite(call.caller.zuid())) {
                return Uni.createFrom().item(new ImportOutcome.Forbidden());
            }
            if (found.get().isMirrored()) {
                return Uni.createFrom().item(new ImportOutcome.Elsewhere());
            }
            return files.calendar(statements, found.get().id())
                    .map(named -> named.map(IcalStore.Named::zone).orElse(ZoneId.of("UTC")))
                    .chain(zone -> read(vertx, file, zone))
                    .chain(read -> run(call, read));
        });
    }

    /// A large file takes a while to read, which the event loop does not have.
    private static Uni<IcalFile> read(Vertx vertx, byte[] file, ZoneId zone) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> IcalReader.read(file, zone), false)
                        .toCompletionStage());
    }

    private Uni<ImportOutcome> run(Call call, IcalFile read) {
        return switch (read) {
            case IcalFile.NoCalendar() -> Uni.createFrom().item(new ImportOutcome.NoFile());
            case IcalFile.TooMany(var number) ->
                Uni.createFrom().item(new ImportOutcome.TooMany(number, IcalReader.MOST_EVENTS));
            case IcalFile.Events(var events, var skipped) -> {
                var count = new ImportCount(skipped);
                yield Multi.createFrom()
                        .iterable(steps(events))
                        .onItem()
                        .transformToUniAndConcatenate(step -> orEach(call, step).invoke(count::add))
                        .collect()
                        .last()
                        .map(_ -> count.done());
            }
        };
    }

    /// The events in parts of about a hundred, exceptions included.
    private static List<List<IcalEvent>> steps(List<IcalEvent> events) {
        var steps = new ArrayList<List<IcalEvent>>();
        var rows = STEP;
        for (var event : events) {
            if (rows >= STEP) {
                steps.add(new ArrayList<>());
                rows = 0;
            }
            steps.getLast().add(event);
            rows += 1 + event.exceptions().size();
        }
        return steps;
    }

    /// Imports a part; if that fails for one of its events, each of them by itself.
    private Uni<ImportCount> orEach(Call call, List<IcalEvent> step) {
        return again(call, step)
                .onFailure(Imports::isOfOne)
                .recoverWithUni(() -> Multi.createFrom()
                        .iterable(step)
                        .onItem()
                        .transformToUniAndConcatenate(event -> alone(call, event))
                        .collect()
                        .in(() -> new ImportCount(List.of()), ImportCount::add));
    }

    private Uni<ImportCount> alone(Call call, IcalEvent event) {
        return again(call, List.of(event)).onFailure(Imports::isOfOne).recoverWithItem(failure -> {
            var count = new ImportCount(List.of());
            count.skip(
                    event,
                    failure instanceof EditRetry.BusyException
                            ? "is at a time that another event of the calendar takes"
                            : "cannot be stored");
            return count;
        });
    }

    /// Whether a failure is that of an event, not of the database or of the load.
    private static boolean isOfOne(Throwable failure) {
        return !(failure instanceof ProblemException problem) || problem.problem() != Problem.UNAVAILABLE;
    }

    private Uni<ImportCount> again(Call call, List<IcalEvent> step) {
        return Uni.createFrom()
                .deferred(() -> transactions.writeLong(session -> store(call, Statements.in(session), step)))
                .onFailure(EditRetry.OvertakenException.class)
                .retry()
                .atMost(ATTEMPTS)
                .onFailure(EditRetry.OvertakenException.class)
                .transform(_ -> ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1));
    }

    private Uni<ImportCount> store(Call call, Statements statements, List<IcalEvent> step) {
        return facts.reach(statements, call.caller.zuid(), call.key).chain(found -> {
            var calendar = found.filter(each -> each.canWrite(call.caller.zuid()) && !each.isMirrored());
            if (calendar.isEmpty()) {
                // Removed, or closed to the caller, since the import began.
                return Uni.createFrom().failure(new EditRetry.OvertakenException());
            }
            return writes.hold(statements, calendar.get())
                    .chain(() -> known(statements, calendar.get(), step))
                    .chain(known -> store(call, statements, calendar.get(), step, known));
        });
    }

    /// The events that are there already, locked.
    private Uni<Map<String, Known>> known(Statements statements, CalendarAccess calendar, List<IcalEvent> step) {
        var uids = step.stream().map(IcalEvent::uid).toList();
        return files.find(statements, calendar.id(), uids).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(found);
            }
            var ids = found.values().stream().map(Known::id).toList();
            return store.hold(statements, ids).chain(() -> files.find(statements, calendar.id(), uids));
        });
    }

    private Uni<ImportCount> store(
            Call call, Statements statements, CalendarAccess calendar, List<IcalEvent> step, Map<String, Known> known) {
        var count = new ImportCount(List.of());
        return Multi.createFrom()
                .iterable(step)
                .onItem()
                .transformToUniAndConcatenate(event -> store(
                                new Import(statements, call.caller, calendar, event, call.isDry),
                                Optional.ofNullable(known.get(event.uid())),
                                count)
                        .replaceWith(event))
                .collect()
                .last()
                .replaceWith(count);
    }

    private Uni<Void> store(Import each, Optional<Known> known, ImportCount count) {
        var digest = each.read().fingerprint();
        if (known.isEmpty()) {
            return create(each, digest, count);
        }
        if (digest.equals(known.get().digest()) || isOlder(each.read(), known.get())) {
            count.add(Result.UNCHANGED);
            return Uni.createFrom().voidItem();
        }
        var id = known.get().id();
        return writes.update(each, id)
                .invoke(changed -> count.add(changed ? Result.UPDATED : Result.UNCHANGED))
                .chain(() -> note(each, id, digest));
    }

    private Uni<Void> create(Import each, String digest, ImportCount count) {
        if (each.isDry()) {
            count.add(Result.CREATED);
            return Uni.createFrom().voidItem();
        }
        return writes.create(each).chain(id -> {
            if (id.isEmpty()) {
                count.skip(
                        each.read(), "is more than the owner of the calendar may have: " + store.limit() + " events");
                return Uni.createFrom().voidItem();
            }
            count.add(Result.CREATED);
            return note(each, id.get(), digest);
        });
    }

    private Uni<Void> note(Import each, String id, String digest) {
        return each.isDry() ? Uni.createFrom().voidItem() : files.put(each.statements(), id, each.read(), digest);
    }

    /// Whether the stored version is the later one: by its revision, then by the time of its last change.
    private static boolean isOlder(IcalEvent read, Known known) {
        if (read.sequence() != known.revision()) {
            return read.sequence() < known.revision();
        }
        return read.modified() > 0 && read.modified() / SECOND < known.changed() / SECOND;
    }
}
