package almanac.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What the tables say: every statement of the oracle that depends on the schema is here.
///
/// It needs these columns: `event` (id, calendar_id, document, starts_at, ends_at, edit_tag), `invitation`
/// (event_id, address, declined), `calendar` (id, owner, name, visible, enabled), `share` (calendar_id, zuid,
/// privilege, visible, enabled), `change` (position, kind, subject, reason). Where a column changes its
/// place, this class alone is to be adapted.
final class Truth {
    private static final String EVENTS = """
            select concat_ws(E'\\t', e.id, e.calendar_id, e.document::json ->> 'title', e.starts_at, e.ends_at, e.edit_tag,
                   coalesce((select string_agg(lower(a ->> 'email') || '=' || (a ->> 'status'), ' '
                                 order by lower(a ->> 'email') collate "C")
                             from json_array_elements(e.document::json -> 'attendees') a), ''))
            from event e join calendar c on c.id = e.calendar_id
            left join share s on s.calendar_id = c.id and s.zuid = %1$s
            left join invitation own on own.event_id = e.id and own.address = '%2$s'
            where e.ends_at > %3$d and e.starts_at < %4$d
              and case when c.owner = %1$s then (c.visible and c.enabled) or %5$b
                       when s.zuid is not null then (s.visible and s.enabled) or %5$b
                       else own.event_id is not null end
              and not (%6$b and coalesce(own.declined, false))
              and strpos(lower(e.document::json ->> 'title'), '%7$s') > 0
            """;

    private static final String CALENDARS = """
            select concat_ws(E'\\t', c.id, c.name,
                   case when c.owner = %1$s then 'owner' else s.privilege end,
                   case when c.owner = %1$s then c.visible else s.visible end,
                   case when c.owner = %1$s then c.enabled else s.enabled end)
            from calendar c left join share s on s.calendar_id = c.id and s.zuid = %1$s
            where c.owner = %1$s or s.zuid is not null
            """;

    /// Whether somebody else has written and not committed yet.
    private static final String WRITERS = "select pid from pg_stat_activity where datname = current_database()"
            + " and backend_xid is not null and pid <> pg_backend_pid()";

    private static final String LAST = "select max(position) from change";

    /// Where the log tells of a thing, oldest first.
    private static final String POSITIONS =
            "select position from change where kind = '%s' and subject = '%s' and reason like '%s'";

    private final Function<String, Set<String>> database;

    /// @param database answers the first column of what a statement finds
    Truth(Function<String, Set<String>> database) {
        this.database = database;
    }

    /// The positions in the log at which an event or a calendar is told of.
    ///
    /// @param kind `event` or `calendar`
    /// @param reason why, as a pattern of `like`
    List<Long> positions(String kind, String id, String reason) {
        return database.apply(POSITIONS.formatted(kind, id, reason)).stream()
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /// The events that an account sees in a list, by their ids: `id, calendar, title, start, end, tag, answers`.
    Map<String, String> events(Account account, ListQuery query) {
        return byId(database.apply(EVENTS.formatted(
                account.zuid(),
                account.email(),
                query.from(),
                query.to(),
                query.hidden(),
                query.ignoreDeclined(),
                query.search())));
    }

    /// The calendars that an account sees, hidden ones too: `id, name, privilege, visibility, status`.
    Map<String, String> calendars(Account account) {
        return byId(database.apply(CALENDARS.formatted(account.zuid())));
    }

    /// Whether a transaction that has written is still open: a process that was killed leaves its transactions to
    /// the database, which ends them a little later.
    boolean isWriting() {
        return !database.apply(WRITERS).isEmpty();
    }

    /// Rises with everything that is written.
    String position() {
        return String.join("", database.apply(LAST));
    }

    private static Map<String, String> byId(Set<String> rows) {
        var found = new TreeMap<String, String>();
        rows.forEach(row -> found.put(row.substring(0, row.indexOf('\t')), row));
        return found;
    }
}
