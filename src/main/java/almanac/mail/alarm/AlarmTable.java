package almanac.mail.alarm;

import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// The stored alarms, and the events that they are of.
@Singleton
class AlarmTable {
    private static final String DUE = "select " + Alarm.COLUMNS
            + " from alarm where due_at <= $1 order by due_at limit $2 for update skip locked";
    private static final String OF = "select " + Alarm.COLUMNS + " from alarm where event_id = any($1) for update";
    private static final String PUT = "insert into alarm (" + Alarm.COLUMNS + ")"
            + " select * from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])"
            + " on conflict (event_id, minutes) do update set starts_at = excluded.starts_at,"
            + " recurrence_id = excluded.recurrence_id, due_at = excluded.due_at, mailed_for = excluded.mailed_for";
    private static final String REMOVE = "delete from alarm a using unnest($1::text[], $2::int[]) g (event_id, minutes)"
            + " where a.event_id = g.event_id and a.minutes = g.minutes";
    private static final String REMINDED = "select e.id, e.document, c.owner, c.can_send_mail and c.upstream is null"
            + " from event e join calendar c on c.id = e.calendar_id where e.id ";
    private static final String EVENTS = REMINDED + "= any($1)";
    private static final String EVENTS_AFTER = REMINDED + "> $1 order by e.id limit $2";

    /// An event that alarms are of.
    ///
    /// @param id its id, with that of the occurrence for an exception
    /// @param document its JSON
    /// @param owner the zuid of the owner of its calendar
    /// @param sendsMail whether mails may be sent for the calendar
    record Reminded(String id, String document, long owner, boolean sendsMail) {
        private static Reminded of(Row row) {
            return new Reminded(row.getString(0), row.getString(1), row.getLong(2), row.getBoolean(3));
        }
    }

    /// Locks alarms that are due and that no other node has locked, the most overdue first.
    Uni<List<Alarm>> due(Statements statements, long now, int most) {
        return rows(statements, DUE, Tuple.of(now, most), Alarm::of);
    }

    /// Locks the alarms of events.
    Uni<List<Alarm>> of(Statements statements, Collection<String> events) {
        return rows(statements, OF, texts(events), Alarm::of);
    }

    /// Events with their documents.
    Uni<List<Reminded>> events(Statements statements, Collection<String> ids) {
        return rows(statements, EVENTS, texts(ids), Reminded::of);
    }

    /// The events whose ids follow one, in the order of ids.
    Uni<List<Reminded>> eventsAfter(Statements statements, String id, int most) {
        return rows(statements, EVENTS_AFTER, Tuple.of(id, most), Reminded::of);
    }

    private static Tuple texts(Collection<String> texts) {
        return Tuple.tuple().addValue(texts.toArray(String[]::new));
    }

    private static <T> Uni<List<T>> rows(Statements statements, String sql, Tuple parameters, Function<Row, T> read) {
        return statements
                .run(sql, parameters)
                .map(rows -> rows.stream().map(read).toList());
    }

    /// Stores alarms in the place of those that have the same event and minutes.
    Uni<Void> put(Statements statements, List<Alarm> alarms) {
        if (alarms.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var parameters = keys(alarms)
                .addValue(alarms.stream().map(Alarm::startsAt).toArray(Long[]::new))
                .addValue(alarms.stream().map(Alarm::recurrenceId).toArray(String[]::new))
                .addValue(alarms.stream().map(Alarm::dueAt).toArray(Long[]::new))
                .addValue(alarms.stream().map(Alarm::mailedFor).toArray(Long[]::new));
        return statements.store(PUT, parameters).replaceWithVoid();
    }

    /// Removes alarms.
    Uni<Void> remove(Statements statements, List<Alarm> alarms) {
        return alarms.isEmpty()
                ? Uni.createFrom().voidItem()
                : statements.store(REMOVE, keys(alarms)).replaceWithVoid();
    }

    private static Tuple keys(List<Alarm> alarms) {
        return Tuple.tuple()
                .addValue(alarms.stream().map(Alarm::eventId).toArray(String[]::new))
                .addValue(alarms.stream().map(Alarm::minutes).toArray(Integer[]::new));
    }
}
