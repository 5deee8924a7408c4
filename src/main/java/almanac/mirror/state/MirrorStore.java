package almanac.mirror.state;

import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteEvent.RemoteAttachment;
import almanac.mirror.link.Link;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// What is known of mirrored things beside what they are: where they come from, what was heard last.
@Singleton
public class MirrorStore {
    private static final String KNOWN = "select m.event_id, m.zuid, m.reference, m.tag, encode(m.fingerprint, 'hex'),"
            + " m.written_at, e.calendar_id, e.starts_at, e.ends_at, e.edit_tag"
            + " from mirrored_event m join event e on e.id = m.event_id join calendar c on c.id = e.calendar_id ";
    private static final String NOTE =
            "insert into mirrored_event as m (event_id, zuid, reference, tag, fingerprint, first_at, written_at)"
                    + " values (?1, ?2, ?3, ?4, decode(?5, 'hex'), ?6, ?7) on conflict (event_id) do update set zuid = ?2,"
                    + " reference = ?3, tag = ?4, fingerprint = decode(?5, 'hex'), written_at = greatest(m.written_at, ?7)";

    private final Transactions transactions;

    MirrorStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /// What is known of the events of a link's service with these ids, and of those of the link within
    /// a time.
    public Uni<List<SyncState>> known(Link link, Collection<String> ids, long from, long to) {
        var tuple = Tuple.tuple().addArrayOfString(ids.toArray(String[]::new));
        tuple.addLong(link.zuid()).addLong(from).addLong(to).addString(link.baseUrl());
        return transactions
                .query(
                        KNOWN + "where c.upstream = $5"
                                + " and (m.event_id = any($1) or (m.zuid = $2 and e.starts_at < $4 and e.ends_at > $3))",
                        tuple)
                .map(MirrorStore::known);
    }

    /// What is known of one event; empty where it is not mirrored.
    public Uni<Optional<SyncState>> known(String id) {
        return transactions
                .query(KNOWN + "where m.event_id = $1", Tuple.of(id))
                .map(rows -> known(rows).stream().findFirst());
    }

    /// Which of these were first heard of before a moment.
    public Uni<Set<String>> heardBefore(Collection<String> ids, long moment) {
        var tuple = Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)).addLong(moment);
        return transactions
                .query("select event_id from mirrored_event where event_id = any($1) and first_at < $2", tuple)
                .map(MirrorStore::texts);
    }

    /// The occurrences of a series that lie in a window.
    ///
    /// @param series the id there
    public Uni<Set<String>> occurrences(String series, long from, long to) {
        return transactions
                .query(
                        "select m.event_id from mirrored_event m join event e on e.id = m.event_id"
                                + " where starts_with(m.event_id, $1) and e.starts_at < $3 and e.ends_at > $2",
                        Tuple.of(series + "/", from, to))
                .map(MirrorStore::texts);
    }

    /// Takes down what was heard of an event.
    ///
    /// @param heardAt when it was asked for, in epoch ms
    Uni<Void> heard(StatelessSession session, long keeper, RemoteEvent event, long heardAt) {
        return note(session, keeper, event, RemoteFingerprint.of(event), heardAt, 0);
    }

    /// Takes down that an event was written through.
    Uni<Void> written(StatelessSession session, long keeper, RemoteEvent event, long at) {
        return note(session, keeper, event, "", at, at);
    }

    private static Uni<Void> note(
            StatelessSession session,
            long keeper,
            RemoteEvent event,
            String fingerprint,
            long firstAt,
            long writtenAt) {
        return session.createNativeQuery(NOTE)
                .setParameter(1, event.id())
                .setParameter(2, keeper)
                .setParameter(3, event.reference())
                .setParameter(4, event.tag())
                .setParameter(5, fingerprint)
                .setParameter(6, firstAt)
                .setParameter(7, writtenAt)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Takes down that an event was deleted through here.
    public Uni<Void> gone(StatelessSession session, long zuid, String id, long at) {
        return session.createNativeQuery("insert into mirrored_gone (event_id, zuid, gone_at) values (?1, ?2, ?3)"
                        + " on conflict (event_id, zuid) do update set gone_at = ?3")
                .setParameter(1, id)
                .setParameter(2, zuid)
                .setParameter(3, at)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// The events that were deleted through here between two moments, both included, by any account.
    public Uni<Set<String>> goneBetween(long from, long to) {
        return transactions
                .query("select event_id from mirrored_gone where gone_at between $1 and $2", Tuple.of(from, to))
                .map(MirrorStore::texts);
    }

    /// Forgets deletions that no list can bring back any more.
    public Uni<Void> forgetGone(long before) {
        return transactions
                .query("delete from mirrored_gone where gone_at < $1", Tuple.of(before))
                .replaceWithVoid();
    }

    /// The calendars that a link sees.
    public Uni<References> calendars(long zuid) {
        return transactions
                .query("select calendar_id, reference from mirrored_calendar where zuid = $1", Tuple.of(zuid))
                .map(rows -> new References(references(rows)));
    }

    /// What a calendar is called there, by a link that sees it.
    public Uni<Optional<String>> reference(long calendar, long zuid) {
        return transactions
                .query(
                        "select reference from mirrored_calendar where calendar_id = $1 and zuid = $2",
                        Tuple.of(calendar, zuid))
                .map(rows -> texts(rows).stream().findFirst());
    }

    /// Holds a link until the transaction ends, so that it is not parted in the middle.
    ///
    /// @return false where it is gone, or another one by now, or another node has taken its turn
    public Uni<Boolean> hold(StatelessSession session, Link link) {
        return session.createNativeQuery(
                        "select zuid from upstream_link where zuid = ?1 and linked_at = ?2 and rounds = ?3"
                                + " for key share",
                        Long.class)
                .setParameter(1, link.zuid())
                .setParameter(2, link.linkedAt())
                .setParameter(3, link.rounds())
                .getResultList()
                .map(rows -> !rows.isEmpty());
    }

    /// Takes down what was heard of a link's calendars, before anything is done about it.
    ///
    /// @param fingerprint null where not all of it can be done, so that all is looked at again
    public Uni<Void> hearsCalendars(StatelessSession session, Link link, @Nullable String fingerprint) {
        return session.createNativeQuery("update upstream_link set calendars_heard = cast(?2 as text) where zuid = ?1")
                .setParameter(1, link.zuid())
                .setParameter(2, fingerprint)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Void> sees(StatelessSession session, long zuid, long calendar, String reference) {
        return session.createNativeQuery(
                        "insert into mirrored_calendar (calendar_id, zuid, reference) values (?1, ?2, ?3)"
                                + " on conflict (calendar_id, zuid) do update set reference = ?3")
                .setParameter(1, calendar)
                .setParameter(2, zuid)
                .setParameter(3, reference)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Void> seesNoMore(StatelessSession session, long zuid, long calendar) {
        return session.createNativeQuery("delete from mirrored_calendar where calendar_id = ?1 and zuid = ?2")
                .setParameter(1, calendar)
                .setParameter(2, zuid)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Forgets everything of a link but the things themselves, and what was heard of all calendars: what one
    /// account leaves another may see.
    public Uni<Void> forget(StatelessSession session, long zuid) {
        return execute(session, "delete from mirrored_event where zuid = ?1", zuid)
                .chain(() -> execute(session, "delete from mirrored_calendar where zuid = ?1", zuid))
                .chain(() -> execute(session, "delete from mirrored_gone where zuid = ?1", zuid))
                .chain(() -> execute(session, "delete from mirrored_attachment where zuid = ?1", zuid))
                .chain(() -> execute(session, "delete from upstream_intent where zuid = ?1", zuid))
                .chain(() -> session.createNativeQuery("update upstream_link set calendars_heard = null")
                        .executeUpdate()
                        .replaceWithVoid());
    }

    /// What uploads are called there, by their ids here.
    public Uni<Map<Long, String>> uploads(long zuid, Collection<Long> ids) {
        return transactions
                .query(
                        "select attachment_id, reference from mirrored_attachment where zuid = $1 and attachment_id = any($2)",
                        Tuple.tuple().addLong(zuid).addArrayOfLong(ids.toArray(Long[]::new)))
                .map(MirrorStore::references);
    }

    public Uni<Void> uploaded(long zuid, long id, String reference) {
        return transactions
                .query(
                        "insert into mirrored_attachment (attachment_id, zuid, reference) values ($1, $2, $3)"
                                + " on conflict (attachment_id, zuid) do update set reference = $3",
                        Tuple.of(id, zuid, reference))
                .replaceWithVoid();
    }

    /// The ids here of what is attached there, as far as they are known.
    Uni<Map<String, Long>> attachments(StatelessSession session, List<RemoteAttachment> heard) {
        return session.createNativeQuery(
                        "select reference, attachment_id from mirrored_attachment where reference = any(?1)",
                        Object[].class)
                .setParameter(1, heard.stream().map(RemoteAttachment::reference).toArray(String[]::new))
                .getResultList()
                .map(rows -> {
                    var ids = new HashMap<String, Long>();
                    rows.forEach(row -> ids.put((String) row[0], ((Number) row[1]).longValue()));
                    return ids;
                });
    }

    Uni<Void> attached(StatelessSession session, long zuid, long id, String reference) {
        return session.createNativeQuery(
                        "insert into mirrored_attachment (attachment_id, zuid, reference) values (?1, ?2, ?3) on conflict do nothing")
                .setParameter(1, id)
                .setParameter(2, zuid)
                .setParameter(3, reference)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// The address of an account, as addresses are compared; empty where it is gone.
    public Uni<Optional<String>> address(long zuid) {
        return transactions
                .query("select address from account where zuid = $1", Tuple.of(zuid))
                .map(rows -> texts(rows).stream().findFirst());
    }

    private static Uni<Void> execute(StatelessSession session, String sql, long zuid) {
        return session.createNativeQuery(sql)
                .setParameter(1, zuid)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Map<Long, String> references(RowSet<Row> rows) {
        var references = new HashMap<Long, String>();
        rows.forEach(row -> references.put(row.getLong(0), row.getString(1)));
        return references;
    }

    private static List<SyncState> known(RowSet<Row> rows) {
        var known = new ArrayList<SyncState>(rows.size());
        for (var row : rows) {
            known.add(new SyncState(
                    row.getString(0),
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9)));
        }
        return known;
    }

    private static Set<String> texts(RowSet<Row> rows) {
        var texts = new HashSet<String>();
        rows.forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
