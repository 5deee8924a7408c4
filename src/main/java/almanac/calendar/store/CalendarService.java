package almanac.calendar.store;

import almanac.access.idempotency.Idempotency;
import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarOutcome;
import almanac.calendar.model.CalendarOutcome.Absent;
import almanac.calendar.model.CalendarOutcome.Forbidden;
import almanac.calendar.model.CalendarOutcome.Gone;
import almanac.calendar.model.CalendarOutcome.IsDefault;
import almanac.calendar.model.CalendarOutcome.Overlapping;
import almanac.calendar.model.CalendarOutcome.ReadOnly;
import almanac.calendar.model.SentBack;
import almanac.storage.database.Transactions;
import almanac.storage.database.WarmUp;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The use cases of calendars: list, create, edit and delete.
@Singleton
public class CalendarService implements WarmUp {
    private final Transactions transactions;
    private final CalendarRepository repository;
    private final CalendarWrites writes;
    private final Idempotency idempotency;
    private final CalendarCleaner contents;

    CalendarService(
            Transactions transactions,
            CalendarRepository repository,
            CalendarWrites writes,
            Idempotency idempotency,
            CalendarCleaner contents) {
        this.transactions = transactions;
        this.repository = repository;
        this.writes = writes;
        this.idempotency = idempotency;
        this.contents = contents;
    }

    /// Runs the query of the list for zuid 0, which has no calendars.
    @Override
    public Uni<?> warmUp() {
        return transactions.write(session -> repository.reachable(session, 0));
    }

    /// The caller's calendars by `order`.
    public Uni<List<Calendar>> list(Caller caller, boolean withHidden) {
        return transactions
                .read(session -> repository.reachable(session, caller.zuid()))
                .map(rows -> rows.stream()
                        .flatMap(row -> row.seenBy(caller.zuid()).stream())
                        .filter(calendar -> withHidden || calendar.visibility())
                        .sorted(Comparator.comparingInt(Calendar::order).thenComparingLong(Calendar::id))
                        .toList());
    }

    /// Creates a calendar.
    ///
    /// @return the JSON of the answer, which a repeated request gets again
    public Uni<String> create(Caller caller, CalendarRequest request, Optional<IdempotencyKey> key) {
        return idempotency.once(key, session -> writes.create(session, caller, request));
    }

    /// Edits a calendar, or the caller's view of a shared one.
    public Uni<CalendarOutcome> edit(Caller caller, CalendarKey key, CalendarRequest request) {
        return transactions.write(
                session -> with(repository.hold(session, key), caller, row -> edit(session, row, caller, request)));
    }

    private Uni<CalendarOutcome> edit(StatelessSession session, SharedRow row, Caller caller, CalendarRequest request) {
        var before = row.seenBy(caller.zuid()).orElseThrow();
        var isOwner = row.calendar().owner == caller.zuid();
        if (isOwner ? row.calendar().upstream != null : request.changesTheCalendarItself(before)) {
            return Uni.createFrom().item(new Forbidden());
        }
        var readOnly = SentBack.changed(request.others(), before);
        if (!readOnly.isEmpty()) {
            return Uni.createFrom().item(new ReadOnly(readOnly));
        }
        if (isOwner) {
            return request.claims(row.calendar())
                    ? contents.overlap(session, row.access())
                            .chain(taken -> taken.isPresent()
                                    ? Uni.createFrom().item(new Overlapping(taken.get()))
                                    : editOwn(session, row, caller, request))
                    : editOwn(session, row, caller, request);
        }
        var share = row.shareOf(caller.zuid()).orElseThrow();
        request.applyTo(share);
        return writes.saveShare(session, row, share, before, caller.zuid());
    }

    private Uni<CalendarOutcome> editOwn(
            StatelessSession session, SharedRow row, Caller caller, CalendarRequest request) {
        var views = row.views();
        request.applyTo(row.calendar());
        return writes.saveCalendar(session, row, views, caller.zuid());
    }

    /// Deletes a calendar: its events in steps, then the calendar.
    ///
    /// A single transaction would lock the calendar until its last event is deleted, and block all its
    /// writers.
    public Uni<CalendarOutcome> delete(Caller caller, CalendarKey key) {
        return transactions.writeInSteps(
                session -> repository
                        .find(session, key)
                        .chain(rows -> rows.stream()
                                .filter(row -> refusal(row, caller).isEmpty())
                                .findFirst()
                                .map(row -> contents.clearSome(session, row.access(), caller.zuid()))
                                .orElseGet(() -> Uni.createFrom().item(false))),
                session -> with(
                        repository.hold(session, key),
                        caller,
                        row -> refusal(row, caller)
                                .map(refused -> Uni.createFrom().item(refused))
                                .orElseGet(() -> deleteHeld(session, row, caller))));
    }

    private static Optional<CalendarOutcome> refusal(SharedRow row, Caller caller) {
        if (row.calendar().owner != caller.zuid() || row.calendar().upstream != null) {
            return Optional.of(new Forbidden());
        }
        return row.calendar().isDefault ? Optional.of(new IsDefault()) : Optional.empty();
    }

    /// Removes events that were added since the last step, then the calendar. The lock keeps others from
    /// being added.
    private Uni<CalendarOutcome> deleteHeld(StatelessSession session, SharedRow row, Caller caller) {
        return contents.clear(session, row.access(), caller.zuid())
                .chain(() -> writes.delete(session, row, caller.zuid()))
                .replaceWith(new Gone());
    }

    private static Uni<CalendarOutcome> with(
            Uni<List<SharedRow>> found, Caller caller, Function<SharedRow, Uni<CalendarOutcome>> work) {
        return found.chain(rows -> rows.stream()
                .filter(row -> row.viewers().contains(caller.zuid()))
                .findFirst()
                .map(work)
                .orElseGet(() -> Uni.createFrom().item(new Absent())));
    }
}
