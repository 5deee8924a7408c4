package almanac.event.subscription;

import almanac.access.account.AccountRoom;
import almanac.access.account.AccountRoom.Kind;
import almanac.access.account.StorageLimits;
import almanac.access.token.Secret;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The stored subscription links. Only hashes of their secrets are stored.
@Singleton
class Links {
    private static final String PREFIX = "alm_ics_";
    private static final String ADD = "insert into ics_link (zuid, calendar_id, hash, label, detail, created_at)"
            + " values (?1, ?2, ?3, ?4, ?5, ?6) returning id";
    private static final String LIST =
            "select id, label, detail, created_at from ics_link" + " where calendar_id = $1 and zuid = $2 order by id";
    private static final String REMOVE = "delete from ics_link where id = $1 and calendar_id = $2 and zuid = $3";

    /// A link, if its account still sees the calendar. A `ctag` is the stored count and the changes that are not
    /// counted yet, of about a second.
    private static final String FIND = """
            select l.id, l.zuid, l.calendar_id, c.ctag + (
                select count(*) from change h where h.position > (select counted from change_log)
                    and (h.calendar_id = c.id or h.former_calendar_id = c.id)), l.detail
            from ics_link l join calendar c on c.id = l.calendar_id
            where l.hash = $1
                and (c.owner = l.zuid or exists (select from share s where s.calendar_id = c.id and s.zuid = l.zuid))
            """;

    private final Transactions transactions;
    private final AccountRoom room;
    private final Kind kind;
    private final Clock clock;

    Links(Transactions transactions, AccountRoom room, StorageLimits limits, Clock clock) {
        this.transactions = transactions;
        this.room = room;
        this.kind = new Kind("ics_link l where l.zuid = ?1", limits.icsLinks(), "too_many_links", "subscription links");
        this.clock = clock;
    }

    /// A new link with its secret.
    record Made(Link link, Secret secret) {}

    /// Makes a link; fails with 507 if the account has the maximum number.
    Uni<Made> make(long zuid, long calendar, String label, Detail detail) {
        var secret = Secret.random(PREFIX);
        var now = clock.millis();
        return transactions
                .write(session -> room.check(session, zuid, kind)
                        .chain(() -> session.createNativeQuery(ADD, Long.class)
                                .setParameter(1, zuid)
                                .setParameter(2, calendar)
                                .setParameter(3, secret.hash())
                                .setParameter(4, label)
                                .setParameter(5, detail.text())
                                .setParameter(6, now)
                                .getSingleResult()))
                .map(id -> new Made(new Link(id, label, detail.text(), now, null), secret));
    }

    /// The links of an account to a calendar, oldest first.
    Uni<List<Link>> list(long zuid, long calendar) {
        return transactions
                .statements()
                .run(LIST, Tuple.of(calendar, zuid))
                .map(rows -> rows.stream().map(Links::link).toList());
    }

    private static Link link(Row row) {
        return new Link(row.getLong(0), row.getString(1), row.getString(2), row.getLong(3), null);
    }

    /// Revokes a link.
    ///
    /// @return whether it existed
    Uni<Boolean> remove(long zuid, long calendar, long id) {
        return transactions
                .statements()
                .store(REMOVE, Tuple.of(id, calendar, zuid))
                .map(rows -> rows.rowCount() == 1);
    }

    /// What a secret leads to; empty if nothing, or no more.
    Uni<Optional<Subscription>> find(Secret secret) {
        return transactions
                .statements()
                .run(FIND, Tuple.of(io.vertx.core.buffer.Buffer.buffer(secret.hash())))
                .map(rows -> rows.stream().findFirst().map(Links::subscription));
    }

    private static Subscription subscription(Row row) {
        return new Subscription(
                row.getLong(0),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Detail.parse(row.getString(4)).orElseThrow());
    }
}
