package almanac.mirror.poll;

import almanac.calendar.store.CalendarMirror;
import almanac.mirror.client.RemoteCalendar;
import almanac.mirror.link.Link;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.References;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The part of a round that is about calendars: which the account sees there, and what they say.
@Singleton
public class CalendarRound {
    private final Transactions transactions;
    private final CalendarMirror calendarMirror;
    private final MirrorStore store;
    /// What was heard of the calendars of a link last: they seldom change.
    private final Map<Long, Seen> seen = new ConcurrentHashMap<>();

    CalendarRound(Transactions transactions, CalendarMirror calendarMirror, MirrorStore store) {
        this.transactions = transactions;
        this.calendarMirror = calendarMirror;
        this.store = store;
    }

    private record Seen(long linkedAt, List<RemoteCalendar> calendars) {}

    /// Forgets what was heard of an account's calendars, so that all of them are looked at again.
    public void forget(long zuid) {
        seen.remove(zuid);
    }

    /// Forgets what was heard of all calendars: what one account leaves another may see.
    public void forgetAll() {
        seen.clear();
    }

    /// Makes the calendars here what was heard of them; where that was heard before, nothing is done.
    Uni<Void> put(Link link, List<RemoteCalendar> heard) {
        var news = new Seen(link.linkedAt(), heard);
        if (news.equals(seen.get(link.zuid()))) {
            return Uni.createFrom().voidItem();
        }
        return store.calendars(link.zuid())
                .chain(known -> transactions.writeLong(
                        session -> put(session, link, heard).chain(() -> remove(session, link, heard, known))))
                .invoke(() -> seen.put(link.zuid(), news));
    }

    private Uni<Void> put(StatelessSession session, Link link, List<RemoteCalendar> heard) {
        return Multi.createFrom()
                .iterable(heard)
                .onItem()
                .transformToUniAndConcatenate(each -> calendarMirror
                        .put(session, each.calendar(), link.baseUrl(), link.zuid())
                        .chain(put -> put.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : store.sees(session, link.zuid(), put.get().id(), reference(each))))
                .collect()
                .last();
    }

    private Uni<Void> remove(StatelessSession session, Link link, List<RemoteCalendar> heard, References known) {
        var left = new HashMap<>(known.byCalendar());
        heard.forEach(each -> left.remove(each.calendar().id()));
        left.values().remove(References.INVITATIONS);
        return Multi.createFrom()
                .iterable(List.copyOf(left.keySet()))
                .onItem()
                .transformToUniAndConcatenate(id -> store.seesNoMore(session, link.zuid(), id)
                        .chain(() -> calendarMirror.remove(session, id, link.zuid())))
                .collect()
                .last();
    }

    /// Not every service tells what events call their calendar; its number means the same.
    private static String reference(RemoteCalendar heard) {
        var reference = heard.reference();
        return reference == null ? Long.toString(heard.calendar().id()) : reference;
    }
}
