package almanac.mirror.poll;

import almanac.calendar.store.CalendarMirror;
import almanac.mirror.client.Heard;
import almanac.mirror.client.RemoteCalendar;
import almanac.mirror.link.Link;
import almanac.mirror.link.Skipped;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.References;
import almanac.mirror.state.RemoteFingerprint;
import almanac.storage.database.SqlState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The part of a round that is about calendars: which the account sees there, and what they say.
///
/// They seldom change, so a fingerprint of what was heard last is kept with the link, where every node sees it.
@Singleton
class CalendarRound {
    private final TurnTransactions transactions;
    private final CalendarMirror calendarMirror;
    private final MirrorStore store;

    CalendarRound(TurnTransactions transactions, CalendarMirror calendarMirror, MirrorStore store) {
        this.transactions = transactions;
        this.calendarMirror = calendarMirror;
        this.store = store;
    }

    /// Makes the calendars here what was heard of them; where that was heard last as well, nothing is done.
    ///
    /// @return those that were passed over
    Uni<List<Skipped>> put(Link link, Heard<RemoteCalendar> heard) {
        var fingerprint = RemoteFingerprint.of(heard);
        return fingerprint.equals(link.calendarsHeard())
                ? Uni.createFrom().item(heard.skipped())
                : store.calendars(link.zuid())
                        .chain(known -> together(link, heard, known, fingerprint)
                                .onFailure(SqlState::isAboutData)
                                .recoverWithUni(() -> singly(link, heard, known)));
    }

    private Uni<List<Skipped>> together(Link link, Heard<RemoteCalendar> heard, References known, String fingerprint) {
        return transactions
                .write(
                        link,
                        session -> store.hearsCalendars(session, link, fingerprint)
                                .chain(() -> Multi.createFrom()
                                        .iterable(heard.items())
                                        .onItem()
                                        .transformToUniAndConcatenate(each -> put(session, link, each))
                                        .collect()
                                        .last())
                                .chain(() -> remove(session, link, heard, known)))
                .replaceWith(heard.skipped());
    }

    /// Each by itself, so that one which cannot be stored stops no other. No fingerprint is kept: the next round tries
    /// again.
    private Uni<List<Skipped>> singly(Link link, Heard<RemoteCalendar> heard, References known) {
        return Multi.createFrom()
                .iterable(heard.items())
                .onItem()
                .transformToUniAndConcatenate(each -> alone(link, each))
                .collect()
                .in(() -> new ArrayList<>(heard.skipped()), List::addAll)
                .call(() -> transactions.write(link, session -> remove(session, link, heard, known)))
                .map(List::copyOf);
    }

    private Uni<List<Skipped>> alone(Link link, RemoteCalendar calendar) {
        return transactions
                .write(
                        link,
                        session -> store.hearsCalendars(session, link, null).chain(() -> put(session, link, calendar)))
                .replaceWith(List.<Skipped>of())
                .onFailure(SqlState::isAboutData)
                .recoverWithItem(failure -> List.of(unstorable(calendar, failure)));
    }

    private static Skipped unstorable(RemoteCalendar calendar, Throwable failure) {
        return new Skipped(
                Skipped.CALENDAR,
                Long.toString(calendar.calendar().id()),
                "it cannot be stored: SQLSTATE " + SqlState.of(failure).orElse(""));
    }

    private Uni<Void> put(StatelessSession session, Link link, RemoteCalendar heard) {
        return calendarMirror
                .put(session, heard.calendar(), link.baseUrl(), link.zuid())
                .chain(put -> put.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.sees(session, link.zuid(), put.get().id(), reference(heard)));
    }

    /// What is not told any more goes. Where a calendar was told whose number cannot be read, it may be any: none goes.
    private Uni<Void> remove(StatelessSession session, Link link, Heard<RemoteCalendar> heard, References known) {
        if (!heard.skipped().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(gone(heard, known))
                .onItem()
                .transformToUniAndConcatenate(id -> store.seesNoMore(session, link.zuid(), id)
                        .chain(() -> calendarMirror.remove(session, id, link.zuid())))
                .collect()
                .last();
    }

    private static Set<Long> gone(Heard<RemoteCalendar> heard, References known) {
        var left = new HashMap<>(known.byCalendar());
        heard.items().forEach(each -> left.remove(each.calendar().id()));
        left.values().remove(References.INVITATIONS);
        return Set.copyOf(left.keySet());
    }

    /// Not every service tells what events call their calendar; its number means the same.
    private static String reference(RemoteCalendar heard) {
        return Objects.requireNonNullElse(
                heard.reference(), Long.toString(heard.calendar().id()));
    }
}
