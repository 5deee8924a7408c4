package almanac.event.agenda;

/// The statements of lists that have each series once, as a whole, if an occurrence or an exception of it is in the
/// window (docs/recurrence.md, 3.2 and 5.5). They begin as those of [EventSql], and have the same parameters.
final class SeriesSql {
    private SeriesSql() {}

    /// Of a series also when its first item in the window begins, of those that begin in the window if there is one,
    /// and when the last one ends.
    private static String series(String hits) {
        return hits.substring(0, hits.lastIndexOf(')')) + """
                ), whole as (
                    select coalesce(h.series_id, h.id) as id,
                        coalesce(min(h.starts_at) filter (where h.starts_at >= $3), min(h.starts_at)) as first_at,
                        max(h.ends_at) as last_at
                    from (
                        select h.id, case when h.id <> h.shown then h.shown end as series_id, h.is_plain,
                            h.starts_at, h.ends_at
                        from hit h) h
                    where h.is_plain or (h.series_id is not null and (
                        exists (select from mine m where m.event_id = h.series_id)
                        or exists (
                            select from event e join reach r on r.id = e.calendar_id where e.id = h.series_id)))
                    group by 1),
                once as (
                    select h.*, null::bigint as first_at, null::bigint as last_at from hit h
                    where not h.is_plain and not exists (select from whole w where w.id = h.shown)
                    union all
                    select %s, w.first_at, w.last_at
                    from whole w cross join lateral (select * from event e where e.id = w.id limit 1) e)
                """.formatted(EventSql.COLUMNS);
    }

    private static final String HITS = series(EventSql.HITS);
    private static final String FOUND = series(EventSql.FOUND);

    private static final String SENT = EventSql.SENT.replace("from hit e", "from once e");

    private static final String LIST = HITS + SENT;
    private static final String PAGE = EventSql.page(HITS, 11).replace("from hit e\n", "from once e\n");
    private static final String SEARCH = FOUND + SENT;
    private static final String SEARCH_PAGE = EventSql.page(FOUND, 12).replace("from hit e\n", "from once e\n");

    /// An item of a series begins and ends with the first and the last of its items in the window.
    private static final String ITEMS = "select e.id, e.shown, c.id, c.code, coalesce(e.first_at, e.starts_at),"
            + " coalesce(e.last_at, e.ends_at), e.is_plain, e.days, e.edit_tag, e.document, e.organizer"
            + " from once e join calendar c on c.id = e.calendar_id\n"
            + EventSql.WANTED
            + EventSql.ORDER;

    private static final String LIST_ITEMS = HITS + ITEMS;
    private static final String SEARCH_ITEMS = FOUND + ITEMS;

    /// The whole list.
    static String list(EventQuery query) {
        return query.search() == null ? LIST : SEARCH;
    }

    /// A page of it.
    static String page(EventQuery query) {
        return query.search() == null ? PAGE : SEARCH_PAGE;
    }

    /// The list with the columns of [ListItem]s.
    static String items(EventQuery query) {
        return query.search() == null ? LIST_ITEMS : SEARCH_ITEMS;
    }
}
