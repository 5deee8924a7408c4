package almanac.event.agenda;

/// The statements of the most frequent calls. Each answers its call with one round trip and returns documents
/// as stored.
///
/// Each is planned once per connection (`plan_cache_mode`), so its plan has to suit all values. Parts that
/// start from few rows are lateral subqueries with `limit` or `offset`, which the planner does not reorder;
/// otherwise it may scan all events to find one invitation.
final class EventSql {
    /// The size in bytes after which a page of a list contains no further document.
    private static final int HEAVIEST = 4_000_000;

    private EventSql() {}

    /// Parameters: the event's id; the calendar's number, code and uid (null if not sent); the viewer's zuid
    /// and address.
    static final String GET = """
            select e.document, e.organizer, e.edit_tag, c.id, c.owner
            from event e join calendar c on c.id = e.calendar_id
            where e.id = $1
              and ($2::bigint is null or c.id = $2) and ($3::text is null or c.code = $3)
              and ($4::text is null or c.uid = $4)
              and (c.owner = $5
                   or exists (select from share s where s.calendar_id = c.id and s.zuid = $5)
                   or exists (
                       select from invitation i where i.address = $6 and i.size = e.size and i.starts_at = e.starts_at
                           and i.ends_at = e.ends_at and i.event_id = e.id))
            """;

    /// The events, of those given, that the viewer may still read about in the log: those that the viewer
    /// sees; and deleted ones that the viewer saw until then, unless the calendar exists and the viewer has
    /// lost access to it. Parameters: the viewer's zuid and address, the events' ids.
    static final String READABLE = """
            select w.id from unnest($3::text[]) w (id)
            left join lateral (
                select calendar_id, size, starts_at, ends_at from event where id = w.id limit 1) e on true
            left join lateral (
                select r.calendar_id, r.documents, r.before_of[array_position(r.audience, $1)] % 65536 as number
                from change r
                where e.calendar_id is null and r.kind = 'event' and r.subject = w.id
                  and r.new_tag is null and r.reason in ('deleted', 'mirrored')
                order by r.position desc limit 1) r on true
            left join lateral (
                select id, owner from calendar where id = coalesce(e.calendar_id, r.calendar_id) limit 1) c on true
            where case
                when e.calendar_id is null and coalesce(r.number, 0) = 0 then false
                when c.owner = $1 then true
                when exists (select from share s where s.calendar_id = c.id and s.zuid = $1) then true
                when e.calendar_id is not null then exists (
                    select from invitation i where i.address = $2 and i.size = e.size and i.starts_at = e.starts_at
                        and i.ends_at = e.ends_at and i.event_id = w.id)
                when c.id is null then true
                else exists (
                    select from json_array_elements(r.documents[r.number]::json -> 'attendees') a
                    where a ->> 'id' = $1::text)
                end
            """;

    /// An event in a calendar that the caller owns. Parameters: the event's id, the calendar's number.
    static final String GET_OWN = "select document, organizer, edit_tag from event where id = $1 and calendar_id = $2";

    private static final String REACH = """
            with reach as materialized (
                select c.id, c.visible, c.enabled from calendar c where c.owner = $1
                union all
                select s.calendar_id, s.visible, s.enabled from share s where s.zuid = $1),
            mine as materialized (
                select i.event_id, i.declined from %s cross join lateral (
                    select event_id, declined from invitation i where i.address = $2 and %s offset 0) i
                union all
                select i.event_id, i.declined from invitation i
                where i.address = $2 and i.size = 9 and i.starts_at < $4 and i.ends_at > $3),
            """.formatted(WindowSql.SIZES, WindowSql.overlapping("i"));

    static final String COLUMNS = "e.id, coalesce(e.series_id, e.id) collate \"C\" as shown,"
            + " coalesce(e.recurs_at, 0) as recurs, e.calendar_id, e.starts_at, e.ends_at, e.edit_tag, e.document,"
            + " e.organizer, false as is_plain, null::text as days";

    private static final String OCCURRENCE_COLUMNS =
            "p.series_id, p.series_id collate \"C\", o.starts_at, p.calendar_id,"
                    + " o.starts_at, o.ends_at, p.edit_tag, p.head, p.organizer, true, p.days";

    private static final String SHOWN = " where (r.visible or $5) and (r.enabled or $6)";

    private static String notReached(String alias) {
        return " where not exists (select from reach r where r.id = " + alias + ".calendar_id)";
    }

    /// The occurrences of the window in some pages: each once, though a page before may have it too. The series
    /// of a page is looked up before its occurrences are unfolded.
    ///
    /// @param pages the condition of the pages
    /// @param text the condition of the text
    private static String occurrences(String pages, String text) {
        return """
                cross join lateral (
                    select p.series_id, p.calendar_id, p.slot, p.starts, p.ends, s.* from occurrence_page p
                    cross join lateral (
                        select head, days, organizer, edit_tag from series e where e.event_id = p.series_id%s limit 1) s
                    where %s and p.slot between ($3::bigint >> 31) and (($4::bigint - 1) >> 31) offset 0) p
                cross join lateral (
                    select starts_at, ends_at from unnest(p.starts, p.ends) o (starts_at, ends_at)
                    where o.starts_at < $4 and o.ends_at > $3
                        and p.slot = greatest($3::bigint >> 31, o.starts_at >> 31)) o
                """.formatted(text, pages);
    }

    /// What is found beside the events in calendars that the viewer reaches: invitations, the occurrences of
    /// series, and those that are in no page and were computed before.
    private static String others(String text) {
        return "union all select " + COLUMNS + """
                 from mine m cross join lateral (
                    select * from event e where e.id = m.event_id and e.size < 9%s limit 1) e
                """.formatted(text) + notReached("e") + "\nunion all select "
                + OCCURRENCE_COLUMNS
                + " from reach r\n" + occurrences("p.calendar_id = r.id", text) + SHOWN + "\nunion all select "
                + OCCURRENCE_COLUMNS + " from mine m\n" + occurrences("p.series_id = m.event_id", text)
                + notReached("p") + "\nunion all select " + OCCURRENCE_COLUMNS + """
                 from unnest($8::text[], $9::bigint[], $10::bigint[]) o (series_id, starts_at, ends_at)
                cross join lateral (
                    select e.id as series_id, e.calendar_id, s.head, s.days, s.organizer, s.edit_tag
                    from event e cross join lateral (select * from series where event_id = e.id limit 1) s
                    where e.id = o.series_id%s limit 1) p)
                """.formatted(text);
    }

    /// The events and occurrences in the window.
    static final String HITS = REACH + "hit as (select " + COLUMNS
            + """
             from reach r cross join %s cross join lateral (
                select * from event e where e.calendar_id = r.id and %s offset 0) e
            """.formatted(WindowSql.SIZES, WindowSql.overlapping("e")) + SHOWN + "\n" + others("");

    /// The events and occurrences that match the text and lie in the window. The text is applied first, since
    /// few titles match.
    static final String FOUND = REACH + "hit as (select " + COLUMNS + """
             from reach r cross join lateral (
                select * from event e where e.calendar_id = r.id and e.search like $11 offset 0) e
            """ + SHOWN
            + " and e.size < 9 and e.starts_at < $4 and e.ends_at > $3\n"
            + others(" and e.search like $11");

    static final String WANTED = """
            where not ($7 and exists (select from mine m where m.event_id = e.id and m.declined))
            """;

    static final String ORDER = "order by e.starts_at, e.shown, e.recurs\n";

    /// The events of a page. A document is null if those before it together exceed the weight of a page. The
    /// length of a document is known without reading it.
    static String page(String hits, int first) {
        return hits + """
            select case when coalesce(sum(octet_length(p.document)) over (
                        order by p.starts_at, p.shown, p.recurs
                        rows between unbounded preceding and 1 preceding), 0) < %1$d
                    then p.document end, p.organizer, p.starts_at, p.ends_at, p.is_plain, p.days, p.shown, p.recurs
            from (select e.* from hit e
            %2$s and (e.starts_at, e.shown, e.recurs) > ($%3$d, $%4$d, $%5$d)
            %6$slimit $%7$d) p order by p.starts_at, p.shown, p.recurs
            """.formatted(HEAVIEST, WANTED.strip(), first, first + 1, first + 2, ORDER, first + 3);
    }

    /// Sorts without the documents and looks them up afterwards, so that sorting a long list needs little
    /// memory.
    static final String SENT = """
            select d.document, d.organizer, h.starts_at, h.ends_at, h.is_plain, d.days from (
                select e.id, e.shown, e.recurs, e.starts_at, e.ends_at, e.is_plain from hit e
            %s%s) h cross join lateral (
                select document, organizer, null::text as days from event where id = h.id and not h.is_plain
                union all
                select head, organizer, days from series where event_id = h.id and h.is_plain
                limit 1) d
            order by h.starts_at, h.shown, h.recurs
            """.formatted(WANTED, ORDER);

    /// Parameters: the viewer's zuid and address, from, to, include hidden, include disabled, exclude
    /// declined; the series, starts and ends of the occurrences that are in no page.
    private static final String LIST = HITS + SENT;

    /// A page of the list. Parameters as for the list, then the place of the event before it ([Position]), and
    /// the maximum number.
    private static final String PAGE = page(HITS, 11);

    /// The list of matches of a text. Parameters as for the list, then the LIKE pattern.
    private static final String SEARCH = FOUND + SENT;

    /// A page of a search. Parameters as for the search, then as for the page.
    private static final String SEARCH_PAGE = page(FOUND, 12);

    /// The whole list.
    static String list(EventQuery query) {
        return query.byInstance() ? (query.search() == null ? LIST : SEARCH) : SeriesSql.list(query);
    }

    /// A page of it.
    static String page(EventQuery query) {
        return query.byInstance() ? (query.search() == null ? PAGE : SEARCH_PAGE) : SeriesSql.page(query);
    }

    /// The list with the columns of [ListItem]s. Parameters as for the list.
    static String items(EventQuery query) {
        return query.byInstance() ? (query.search() == null ? LIST_ITEMS : SEARCH_ITEMS) : SeriesSql.items(query);
    }

    private static final String ITEMS =
            "select e.id, e.shown, c.id, c.code, e.starts_at, e.ends_at, e.is_plain, e.days,"
                    + " e.edit_tag, e.document, e.organizer from hit e join calendar c on c.id = e.calendar_id\n"
                    + WANTED
                    + ORDER;

    private static final String LIST_ITEMS = HITS + ITEMS;

    private static final String SEARCH_ITEMS = FOUND + ITEMS;

    private static final String OUTLINES =
            "select e.id, e.shown, c.id, c.code, e.starts_at, e.ends_at, e.is_plain, e.days, e.edit_tag"
                    + " from hit e join calendar c on c.id = e.calendar_id\n" + WANTED;

    /// The list without documents, which costs a fraction. Parameters as for the list.
    static final String LIST_OUTLINE = HITS + OUTLINES;

    /// The same for a search.
    static final String SEARCH_OUTLINE = FOUND + OUTLINES;

    /// The series with occurrences that may start in the window and are in no page. Parameters as for the list
    /// without occurrences, then how long one may be, in ms, and the maximum number.
    static final String UNPAGED = REACH + """
            near as (
                select e.id from reach r cross join lateral (
                    select id from event e
                    where e.calendar_id = r.id and e.size = 9 and e.starts_at < $4 and e.ends_at > $3 offset 0) e
                where (r.visible or $5) and (r.enabled or $6)
                union
                select m.event_id from mine m where not $7 or not m.declined)
            select e.document, s.paged_from, s.paged_to from near n
            join series s on s.event_id = n.id and (s.paged_from > $3 - $8::bigint or s.paged_to < $4)
            join event e on e.id = n.id limit $9
            """;

    /// The range that the pages of all series cover: from a moment, to a moment.
    static final String PAGED = """
            select
                coalesce((select max(paged_from) from series where paged_from > -9223372036854775808), -9223372036854775808),
                coalesce((select min(paged_to) from series where paged_to < 9223372036854775807), 9223372036854775807)
            """;

    /// The exceptions of a series in a window that the viewer sees. Parameters: the id of the series, from, to,
    /// the maximum number, the viewer's zuid and address.
    static final String EXCEPTIONS = """
            select e.document, e.organizer from event e join calendar c on c.id = e.calendar_id
            where e.series_id = $1 and e.starts_at < $3 and e.ends_at > $2
              and (c.owner = $5
                   or exists (select from share s where s.calendar_id = c.id and s.zuid = $5)
                   or exists (
                       select from invitation i where i.address = $6 and i.size = e.size and i.starts_at = e.starts_at
                           and i.ends_at = e.ends_at and i.event_id = e.id))
            order by e.starts_at limit $4
            """;
}
