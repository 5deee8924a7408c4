package almanac.event.store;

/// The statements that compare the times of exclusive calendars.
final class ExclusiveSql {
    private ExclusiveSql() {}

    /// Parameters: the calendar, the id of an event or a series.
    static final String TAKEN = "select starts_at, ends_at from exclusive_taken($1, $2)";

    /// Parameter: the calendar.
    static final String OVERLAP = "select starts_at, ends_at from exclusive_overlap($1)";

    /// The series that have occurrences in no page. Parameter: the calendar.
    static final String UNPAGED = """
            select e.id from event e join series s on s.event_id = e.id
            where e.calendar_id = $1 and e.size = 9 and not e.transparent
                and (s.paged_to < e.ends_at or s.paged_from > e.starts_at)
            """;

    /// The events that may overlap an occurrence in no page, of which one is of the given event or series: the
    /// series, the times of the event, whether the event is the other one. Parameters: the calendar, the id, how
    /// long an occurrence may be, in ms.
    static final String EVENTS = """
            select q.document, e.starts_at, e.ends_at, false from event e
            join event q on q.calendar_id = $1 and q.size = 9 and not q.transparent
                and q.starts_at < e.ends_at and q.ends_at > e.starts_at
            join series s on s.event_id = q.id and (s.paged_from > e.starts_at - $3::bigint or s.paged_to < e.ends_at)
            where (e.id = $2 or e.series_id = $2) and e.size < 9 and e.calendar_id = $1 and not e.transparent
            union all
            select p.document, e.starts_at, e.ends_at, true from event p
            join series s on s.event_id = p.id
            join event e on e.calendar_id = $1 and e.size < 9 and not e.transparent
                and e.starts_at < p.ends_at and e.ends_at > p.starts_at
                and (e.ends_at > s.paged_to or e.starts_at < s.paged_from + $3::bigint)
            where p.id = $2 and p.size = 9 and p.calendar_id = $1 and not p.transparent
            """;

    /// The pairs of the given series and another one that have occurrences in no page, and of which one has an
    /// end; from where on they are compared. Parameters: the calendar, the id.
    static final String PAIRS = """
            select p.document, q.document,
                case when greatest(s.paged_from, r.paged_from) > greatest(p.starts_at, q.starts_at)
                    then greatest(p.starts_at, q.starts_at) else least(s.paged_to, r.paged_to) end - 31708800000
            from event p join series s on s.event_id = p.id
            join event q on q.calendar_id = $1 and q.size = 9 and q.id <> p.id and not q.transparent
                and q.starts_at < p.ends_at and q.ends_at > p.starts_at
            join series r on r.event_id = q.id
            where p.id = $2 and p.size = 9 and p.calendar_id = $1 and not p.transparent
                and least(p.ends_at, q.ends_at) < 9223372036854775807
                and (least(s.paged_to, r.paged_to) < least(p.ends_at, q.ends_at)
                    or greatest(s.paged_from, r.paged_from) > greatest(p.starts_at, q.starts_at))
            """;
}
