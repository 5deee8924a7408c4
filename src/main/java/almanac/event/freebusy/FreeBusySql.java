package almanac.event.freebusy;

import almanac.event.agenda.WindowSql;

/// The statements of free/busy. They start from the accounts, and read times by the indexes of the list of
/// events; no document is read.
///
/// As in the list, each part that starts from few rows is a lateral subquery, which the planner does not reorder.
final class FreeBusySql {
    private FreeBusySql() {}

    /// The accounts that the viewer may ask about, their calendars, and what they are invited to. Parameters: the
    /// addresses, the viewer's zuid, from, to, the visibility.
    private static final String PEOPLE = """
            with person as materialized (
                select a.zuid, a.address from account a
                where a.address = any ($1) and (a.zuid = $2 or $5 = 'accounts' or ($5 = 'shared' and exists (
                    select from calendar c join share s on s.calendar_id = c.id and s.zuid = $2
                    where c.owner = a.zuid)))),
            own as materialized (
                select p.zuid, c.id, c.include_in_freebusy as counts
                from person p cross join lateral (select * from calendar c where c.owner = p.zuid offset 0) c),
            invited as materialized (
                select p.zuid, i.event_id, i.declined, i.tentative from person p cross join %s cross join lateral (
                    select * from invitation i where i.address = p.address and %s offset 0) i
                union all
                select p.zuid, i.event_id, i.declined, i.tentative from person p cross join lateral (
                    select * from invitation i
                    where i.address = p.address and i.size = 9 and i.starts_at < $4 and i.ends_at > $3 offset 0) i),
            """.formatted(WindowSql.SIZES, WindowSql.overlapping("i"));

    private static final String COLUMNS = " e.id, e.organizer, %1$s.starts_at, %1$s.ends_at from ";

    /// Events of people's own calendars.
    private static final String OWN = "select o.zuid," + COLUMNS.formatted("e")
            + "own o cross join %s cross join lateral (".formatted(WindowSql.SIZES)
            + "select * from event e where e.calendar_id = o.id and %s offset 0) e\n"
                    .formatted(WindowSql.overlapping("e"))
            + "where o.counts and not e.transparent\n";

    /// The occurrences in pages, and the series that they are of.
    private static final String PAGES = """
             cross join lateral (
                select * from occurrence_page p where %s and p.slot %s offset 0) p
            cross join lateral (select * from event e where e.id = p.series_id and not e.transparent limit 1) e
            cross join lateral (
                select * from unnest(p.starts, p.ends) x (starts_at, ends_at)
                where x.starts_at < $4 and x.ends_at > $3) x
            """;

    private static final String OWN_SERIES = "select o.zuid," + COLUMNS.formatted("x") + "own o"
            + PAGES.formatted("p.calendar_id = o.id", WindowSql.SLOTS) + "where o.counts\n";

    /// The occurrences that are in no page.
    private static final String COMPUTED = """
            unnest($6::text[], $7::bigint[], $8::bigint[]) x (series_id, starts_at, ends_at)
            cross join lateral (select * from event e where e.id = x.series_id and not e.transparent limit 1) e
            """;

    private static final String OWN_COMPUTED = "select o.zuid," + COLUMNS.formatted("x") + COMPUTED
            + "join own o on o.id = e.calendar_id where o.counts\n";

    /// What lies in a calendar of the person's own is found there, or left out with the calendar.
    private static final String ELSEWHERE =
            "where (select c.owner from calendar c where c.id = e.calendar_id) is distinct from v.zuid\n";

    private static final String INVITED = "select v.zuid," + COLUMNS.formatted("e") + """
            invited v cross join lateral (
                select * from event e where e.id = v.event_id and e.size < 9 and not e.transparent limit 1) e
            """ + ELSEWHERE;

    private static final String INVITED_SERIES = "select v.zuid," + COLUMNS.formatted("x") + "invited v"
            + PAGES.formatted("p.series_id = v.event_id", WindowSql.SLOTS) + ELSEWHERE;

    private static final String INVITED_COMPUTED =
            "select v.zuid," + COLUMNS.formatted("x") + COMPUTED + "join invited v on v.event_id = e.id\n" + ELSEWHERE;

    /// The times of each account, merged by type and cut at the window; a row without times for an account that
    /// has none. Whoever runs an event has no need to promise to come. Parameters: as for people, then the series,
    /// starts and ends of the occurrences that are in no page.
    static final String TIMES = PEOPLE + "taken as ("
            + String.join("union all ", OWN, OWN_SERIES, OWN_COMPUTED, INVITED, INVITED_SERIES, INVITED_COMPUTED)
            + """
            ),
            merged as (
                select t.zuid, t.tentative,
                    range_agg(int8range(greatest(t.starts_at, $3), least(t.ends_at, $4))) as spans
                from (
                    select t.zuid, t.starts_at, t.ends_at,
                        coalesce(v.tentative and t.organizer is distinct from t.zuid, false) as tentative
                    from taken t left join invited v on v.zuid = t.zuid and v.event_id = t.id
                    where v.declined is not true) t
                group by t.zuid, t.tentative)
            select p.address, lower(s.span), upper(s.span), m.tentative from person p
            left join merged m on m.zuid = p.zuid
            left join lateral unnest(m.spans) s (span) on true
            order by p.zuid, lower(s.span), m.tentative
            """;

    /// The series of these people with occurrences that may lie in the window and are in no page. Parameters: as
    /// for people, then how long an occurrence may be, in ms, and the maximum number.
    static final String UNPAGED = PEOPLE + """
            near as (
                select e.id from own o cross join lateral (
                    select * from event e where e.calendar_id = o.id and e.size = 9
                        and e.starts_at < $4 and e.ends_at > $3 and not e.transparent offset 0) e
                where o.counts
                union
                select v.event_id from invited v where not v.declined)
            select e.document, s.paged_from, s.paged_to from near n
            join series s on s.event_id = n.id and (s.paged_from > $3 - $6::bigint or s.paged_to < $4)
            join event e on e.id = n.id limit $7
            """;
}
