package almanac.calendar.store;

import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarKey.ByCode;
import almanac.calendar.model.CalendarKey.ById;
import almanac.calendar.model.CalendarKey.ByUid;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Finds calendars and shares.
@Singleton
class CalendarRepository {
    private static final String WITH_SHARES = "select c, s from Calendar c left join Share s on s.calendarId = c.id ";

    /// A calendar with its shares.
    Uni<List<SharedRow>> find(StatelessSession session, CalendarKey key) {
        return calendars(bind(pairs(session, "where " + condition(key)), key));
    }

    /// Changes of a calendar, its shares or its service take this lock exclusively. Statements that store
    /// events take it shared: they wait for such a change but not for each other.
    private static final String LOCK = "select 1 from (select pg_advisory_xact_lock(cast(?1 as bigint))) held";

    /// A calendar with its shares, locked until the transaction ends. No event of the calendar is stored
    /// meanwhile: events stored before the change have the old audience, events stored after it the new one.
    Uni<List<SharedRow>> hold(StatelessSession session, CalendarKey key) {
        return bind(
                        session.createSelectionQuery("select c.id from Calendar c where " + condition(key), Long.class),
                        key)
                .getResultList()
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : lock(session, ids.getFirst()).chain(() -> read(session, key)));
    }

    private static Uni<List<Integer>> lock(StatelessSession session, long id) {
        return session.createNativeQuery(LOCK, Integer.class)
                .setParameter(1, id)
                .getResultList();
    }

    private Uni<List<SharedRow>> read(StatelessSession session, CalendarKey key) {
        var row = session.createSelectionQuery("from Calendar c where " + condition(key), CalendarRow.class);
        return bind(row, key)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(held -> find(session, key));
    }

    private static String condition(CalendarKey key) {
        return switch (key) {
            case ById _ -> "c.id = ?1";
            case ByUid _ -> "c.uid = ?1";
            case ByCode _ -> "c.id = ?1 and c.code = ?2";
        };
    }

    private static <T> SelectionQuery<T> bind(SelectionQuery<T> query, CalendarKey key) {
        return switch (key) {
            case ById(var id) -> query.setParameter(1, id);
            case ByUid(var uid) -> query.setParameter(1, uid);
            case ByCode(var id, var code) -> query.setParameter(1, id).setParameter(2, code);
        };
    }

    /// The default calendar of an account, with its shares.
    Uni<List<SharedRow>> findDefault(StatelessSession session, long owner) {
        return calendars(
                pairs(session, "where c.owner = ?1 and c.isDefault = true").setParameter(1, owner));
    }

    /// The calendars that an account owns or holds a share of, each with all its shares.
    Uni<List<SharedRow>> reachable(StatelessSession session, long zuid) {
        return calendars(
                pairs(session, "where c.owner = ?1 or c.id in (select m.calendarId from Share m where m.zuid = ?1)")
                        .setParameter(1, zuid));
    }

    private static SelectionQuery<Object[]> pairs(StatelessSession session, String where) {
        return session.createSelectionQuery(WITH_SHARES + where, Object[].class);
    }

    private static Uni<List<SharedRow>> calendars(SelectionQuery<Object[]> pairs) {
        return pairs.getResultList().map(SharedRow::group);
    }
}
