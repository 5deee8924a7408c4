package almanac.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What the tables say: every statement of the oracle that depends on the schema is here.
///
/// It needs these columns: `event` (id, calendar_id, document, starts_at, ends_at, edit_tag, size, series_id),
/// `invitation`
/// (event_id, address, declined), `calendar` (id, owner, name, visible, enabled), `share` (calendar_id, zuid,
/// privilege, visible, enabled), `change` (position, kind, subject, reason). Where a column changes its
/// place, this class alone is to be adapted.
final class Truth {
    private static final String ANSWERS = """
            coalesce((select string_agg(lower(a ->> 'email') || '=' || (a ->> 'status'), ' '
                          order by lower(a ->> 'email') collate "C")
                      from json_array_elements(e.document::json -> 'attendees') a), '')
            """;

    private static final String SEEN = """
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

    /// Events that do not repeat, and exceptions of series.
    private static final String EVENTS = """
            select concat_ws(E'\\t', coalesce(e.series_id || ' ' || (e.document::json ->> 'recurrence_id'), e.id),
                   e.calendar_id, e.document::json ->> 'title', e.starts_at, e.ends_at, e.edit_tag,
            """ + ANSWERS + ")\n" + SEEN + " and e.size < 9";

    /// Series, each with the recurrence ids of its exceptions.
    private static final String SERIES = """
            select json_build_object('series', e.document::json, 'calendar', e.calendar_id, 'tag', e.edit_tag, 'answers',
            """ + ANSWERS + """
            , 'exceptions', (select coalesce(json_agg(x.document::json -> 'recurrence_id'
                                 order by x.document::json ->> 'recurrence_id' collate "C"), '[]')
                             from event x where x.series_id = e.id))
            """ + SEEN + " and e.size = 9";

    /// Exceptions that do not agree with their series.
    private static final String STRAY = """
            select x.id || ': ' || x.document || ' of ' || coalesce(e.document, 'no series')
            from event x join calendar c on c.id = x.calendar_id left join event e on e.id = x.series_id and e.size = 9
            where x.series_id is not null and (e.id is null or e.calendar_id <> x.calendar_id
                or x.id <> e.id || '/' || (x.document::json ->> 'recurrence_id')
                or x.document::json ->> 'recurrence_rule' is distinct from e.document::json ->> 'recurrence_rule')
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

    /// Where the log tells of a thing or of an exception of it, oldest first.
    private static final String POSITIONS = "select position from change where kind = '%1$s'"
            + " and (subject = '%2$s' or subject like '%2$s/%%') and reason like '%3$s'";

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

    /// The events and occurrences that an account sees in a list, by their names: `name, calendar, title, start, end,
    /// tag, answers`.
    Map<String, String> events(Account account, ListQuery query) {
        var found = byId(seen(EVENTS, account, query));
        seen(SERIES, account, query).stream().map(Http::parse).forEach(row -> {
            for (var item : Expansion.within(checked(row), query.from(), query.to())) {
                found.put(Items.key(item), describe(row, item));
            }
        });
        return found;
    }

    private Set<String> seen(String sql, Account account, ListQuery query) {
        return database.apply(sql.formatted(
                account.zuid(),
                account.email(),
                query.from(),
                query.to(),
                query.hidden(),
                query.ignoreDeclined(),
                query.search()));
    }

    /// The document of a series, which names its exceptions.
    private static JsonNode checked(JsonNode row) {
        var series = row.get("series");
        if (!series.at("/recurrence/exceptions").equals(row.get("exceptions"))) {
            throw new Fault("other exceptions than in its document: " + row);
        }
        return series;
    }

    private static String describe(JsonNode row, JsonNode item) {
        return String.join(
                "\t",
                Items.key(item),
                row.get("calendar").asText(),
                item.get("title").asText(),
                item.get("start_time").asText(),
                item.get("end_time").asText(),
                row.get("tag").asText(),
                row.get("answers").asText());
    }

    /// Checks that exceptions are stored as their series has them.
    ///
    /// @throws Fault for those that are not
    void checkSeries() {
        var stray = database.apply(STRAY);
        if (!stray.isEmpty()) {
            throw new Fault("exceptions that do not agree with their series: " + stray);
        }
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
