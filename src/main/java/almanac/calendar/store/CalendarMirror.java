package almanac.calendar.store;

import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Stores calendars read from a remote service.
///
/// The first account with which a calendar is read owns it here; for other accounts it becomes a share. So a
/// calendar seen by several accounts is stored once.
@Singleton
public class CalendarMirror {
    private final Calendars calendars;
    private final CalendarRepository repository;
    private final CalendarWrites writes;
    private final CalendarCleaner contents;

    CalendarMirror(
            Calendars calendars, CalendarRepository repository, CalendarWrites writes, CalendarCleaner contents) {
        this.calendars = calendars;
        this.repository = repository;
        this.writes = writes;
        this.contents = contents;
    }

    /// Creates or updates a calendar.
    ///
    /// @param upstream the address of the remote service
    /// @return empty if a calendar of another origin has that id
    public Uni<Optional<CalendarAccess>> put(
            StatelessSession session, MirroredCalendar heard, String upstream, long zuid) {
        return repository.hold(session, new CalendarKey.ById(heard.id())).chain(rows -> {
            if (rows.isEmpty()) {
                return add(session, heard, upstream, zuid).map(Optional::of);
            }
            var row = rows.getFirst();
            if (!upstream.equals(row.calendar().upstream)) {
                return Uni.createFrom().item(Optional.empty());
            }
            var put = row.calendar().owner == zuid ? change(session, row, heard) : share(session, row, heard, zuid);
            return put.map(done -> Optional.of(row.access()));
        });
    }

    /// Creates a local calendar for mirrored events in no calendar that the account sees there.
    public Uni<CalendarAccess> addForInvitations(StatelessSession session, String upstream, long zuid) {
        var row = calendars.blank(zuid, "UTC");
        row.name = "Invitations";
        row.upstream = upstream;
        row.position = 1000;
        var shared = new SharedRow(row, List.of());
        return writes.addMirrored(session, shared).replaceWith(shared::access);
    }

    /// Removes a calendar that an account does not see in the remote service any more: the calendar and its
    /// events if the account owns it, else the share.
    public Uni<Void> remove(StatelessSession session, long id, long zuid) {
        return owned(session, id, zuid)
                .chain(owned -> owned.isEmpty() ? unshare(session, id, zuid) : delete(session, id));
    }

    /// Removes some events of a mirrored calendar that an account owns.
    ///
    /// @return whether there may be more
    public Uni<Boolean> clearSome(StatelessSession session, long id, long zuid) {
        return owned(session, id, zuid)
                .chain(owned -> owned.isEmpty()
                        ? Uni.createFrom().item(false)
                        : contents.clearSome(session, owned.get(), CalendarWrites.ELSEWHERE));
    }

    /// Deletes a calendar. The removals are logged for all accounts that see it.
    private Uni<Void> delete(StatelessSession session, long id) {
        return each(
                repository.hold(session, new CalendarKey.ById(id)),
                row -> contents.clear(session, row.access(), CalendarWrites.ELSEWHERE)
                        .chain(() -> writes.delete(session, row, CalendarWrites.ELSEWHERE)));
    }

    private Uni<Void> unshare(StatelessSession session, long id, long zuid) {
        return each(
                repository.hold(session, new CalendarKey.ById(id)),
                row -> row.shareOf(zuid)
                        .map(share -> writes.unshare(session, row, share, CalendarWrites.ELSEWHERE))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// A mirrored calendar; empty if the account does not own it or it does not exist.
    private Uni<Optional<CalendarAccess>> owned(StatelessSession session, long id, long zuid) {
        return repository
                .find(session, new CalendarKey.ById(id))
                .map(rows -> rows.stream()
                        .filter(row -> row.calendar().owner == zuid && row.calendar().upstream != null)
                        .map(SharedRow::access)
                        .findFirst());
    }

    /// Makes the mirrored calendars of an account local ones.
    public Uni<Void> release(StatelessSession session, long zuid) {
        return eachOf(session, zuid, row -> {
            row.upstream = null;
            row.behindSince = null;
        });
    }

    /// Marks the mirrored calendars of an account as behind or as current.
    ///
    /// @param since when the remote service was last read, in epoch ms; null for current
    public Uni<Void> mark(StatelessSession session, long zuid, @Nullable Long since) {
        return eachOf(session, zuid, row -> row.behindSince = since);
    }

    /// If an account has no default calendar, makes its oldest local calendar the default.
    public Uni<Void> restoreDefault(StatelessSession session, long zuid) {
        return owned(session, zuid, row -> true).chain(rows -> {
            if (rows.stream().anyMatch(row -> row.calendar().isDefault)) {
                return Uni.createFrom().voidItem();
            }
            return rows.stream()
                    .filter(row -> row.calendar().upstream == null)
                    .min((one, other) -> Long.compare(one.calendar().createdAt, other.calendar().createdAt))
                    .map(row -> save(session, row, calendar -> calendar.isDefault = true))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        });
    }

    private Uni<CalendarAccess> add(StatelessSession session, MirroredCalendar heard, String upstream, long zuid) {
        var row = calendars.blank(zuid, Objects.requireNonNullElse(heard.timezone(), "UTC"));
        row.id = heard.id();
        row.uid = Objects.requireNonNullElse(heard.uid(), row.uid);
        row.code = Objects.requireNonNullElse(heard.code(), row.code);
        row.upstream = upstream;
        heard.applyTo(row);
        var shared = new SharedRow(row, List.of());
        return makeWayForDefault(session, heard, row)
                .chain(() -> writes.addMirrored(session, shared))
                .replaceWith(shared::access);
    }

    private Uni<Void> change(StatelessSession session, SharedRow row, MirroredCalendar heard) {
        return makeWayForDefault(session, heard, row.calendar())
                .chain(() -> saveHeld(session, row, calendar -> heard.applyTo(calendar)));
    }

    /// Clears the default flag of another calendar, since an account has one default calendar.
    private Uni<Void> makeWayForDefault(StatelessSession session, MirroredCalendar heard, CalendarRow row) {
        if (!heard.isDefault()) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .findDefault(session, row.owner)
                .chain(rows -> rows.stream()
                        .filter(other -> !other.calendar().id.equals(row.id))
                        .findFirst()
                        .map(other -> save(session, other, calendar -> calendar.isDefault = false))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> share(StatelessSession session, SharedRow row, MirroredCalendar heard, long zuid) {
        var privilege = heard.privilege().canWrite() ? "edit" : "view";
        var known = row.shareOf(zuid);
        if (known.isPresent()) {
            var share = known.get();
            if (share.privilege.equals(privilege)) {
                return Uni.createFrom().voidItem();
            }
            var before = CalendarWrites.seenBy(row, share);
            share.privilege = privilege;
            return writes.reshare(session, row, share, before, CalendarWrites.ELSEWHERE);
        }
        var share = new ShareRow();
        share.calendarId = row.calendar().id;
        share.zuid = zuid;
        share.privilege = privilege;
        share.visible = heard.isVisible();
        share.enabled = heard.isEnabled();
        share.position = heard.order();
        return writes.share(session, row, share, CalendarWrites.ELSEWHERE);
    }

    private Uni<Void> eachOf(StatelessSession session, long zuid, Consumer<CalendarRow> change) {
        return each(owned(session, zuid, row -> row.calendar().upstream != null), row -> save(session, row, change));
    }

    private static Uni<Void> each(Uni<List<SharedRow>> found, Function<SharedRow, Uni<? extends Void>> work) {
        return found.onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(work)
                .collect()
                .last();
    }

    private Uni<List<SharedRow>> owned(StatelessSession session, long zuid, Predicate<SharedRow> which) {
        return repository
                .reachable(session, zuid)
                .map(rows -> rows.stream()
                        .filter(row -> row.calendar().owner == zuid)
                        .filter(which)
                        .toList());
    }

    private Uni<Void> save(StatelessSession session, SharedRow row, Consumer<CalendarRow> change) {
        return each(
                repository.hold(session, new CalendarKey.ById(row.calendar().id)),
                now -> saveHeld(session, now, change));
    }

    private Uni<Void> saveHeld(StatelessSession session, SharedRow row, Consumer<CalendarRow> change) {
        var before = row.views();
        change.accept(row.calendar());
        return writes.saveMirrored(session, row, before);
    }
}
