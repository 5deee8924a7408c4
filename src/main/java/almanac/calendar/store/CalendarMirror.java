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

/// Writes down here what was heard of calendars elsewhere.
///
/// The first account for which a calendar is heard of owns it here. For others it is a share: what two
/// see there is one calendar here, too.
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

    /// Makes a calendar here what it is elsewhere.
    ///
    /// @param upstream the address of the other service
    /// @return empty where that number belongs to a calendar that does not come from there
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

    /// A calendar of our own making, for events that lie in none that the account sees there.
    public Uni<CalendarAccess> addForInvitations(StatelessSession session, String upstream, long zuid) {
        var row = calendars.blank(zuid, "UTC");
        row.name = "Invitations";
        row.upstream = upstream;
        row.position = 1000;
        var shared = new SharedRow(row, List.of());
        return writes.addMirrored(session, shared).replaceWith(shared::access);
    }

    /// Takes a calendar from an account that does not see it elsewhere any more: from its owner, with
    /// all its events, or from whom it was shared with.
    public Uni<Void> remove(StatelessSession session, long id, long zuid) {
        return owned(session, id, zuid)
                .chain(owned -> owned.isEmpty() ? unshare(session, id, zuid) : delete(session, id));
    }

    /// Removes some of the events of a mirrored calendar that an account owns.
    ///
    /// @return whether there may be more
    public Uni<Boolean> clearSome(StatelessSession session, long id, long zuid) {
        return owned(session, id, zuid)
                .chain(owned -> owned.isEmpty()
                        ? Uni.createFrom().item(false)
                        : contents.clearSome(session, owned.get(), CalendarWrites.ELSEWHERE));
    }

    /// Whoever sees it by now is told.
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

    /// A mirrored calendar that an account owns; empty where it is somebody else's, or none.
    private Uni<Optional<CalendarAccess>> owned(StatelessSession session, long id, long zuid) {
        return repository
                .find(session, new CalendarKey.ById(id))
                .map(rows -> rows.stream()
                        .filter(row -> row.calendar().owner == zuid && row.calendar().upstream != null)
                        .map(SharedRow::access)
                        .findFirst());
    }

    /// Makes the mirrored calendars that an account owns calendars of this service.
    public Uni<Void> release(StatelessSession session, long zuid) {
        return eachOf(session, zuid, row -> {
            row.upstream = null;
            row.behindSince = null;
        });
    }

    /// Shows that an account's mirrored calendars are behind, or that they are not any more.
    ///
    /// @param since when the other service was last heard, in epoch ms; null for now
    public Uni<Void> mark(StatelessSession session, long zuid, @Nullable Long since) {
        return eachOf(session, zuid, row -> row.behindSince = since);
    }

    /// Gives an account that has no default calendar its oldest one of this service.
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

    /// Only one calendar of an account is the default one.
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
