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

    /// The classes of the column `size`, with the longest duration of each in ms: an event may start this
    /// long before a window and still overlap it.
    private static final String SIZES = "(values (0::smallint, 86400000), (1::smallint, 2764800000),"
            + " (2::smallint, 88473600000), (3::smallint, 9000000000000000)) z (size, reach)";

    private static String overlapping(String alias) {
        return "%1$s.size = z.size and %1$s.starts_at > $3 - z.reach and %1$s.starts_at < $4 and %1$s.ends_at > $3"
                .formatted(alias);
    }

    private static final String REACH = """
            with reach as materialized (
                select c.id, c.visible, c.enabled from calendar c where c.owner = $1
                union all
                select s.calendar_id, s.visible, s.enabled from share s where s.zuid = $1),
            mine as materialized (
                select i.event_id, i.declined from %s cross join lateral (
                    select event_id, declined from invitation i where i.address = $2 and %s offset 0) i),
            """.formatted(SIZES, overlapping("i"));

    private static final String INVITED = """
                union all
                select e.* from mine m cross join lateral (
                    select * from event e where e.id = m.event_id%s limit 1) e
                where not exists (select from reach r where r.id = e.calendar_id)
            """;

    /// The events in the window.
    private static final String HITS = REACH + """
            hit as (
                select e.* from reach r cross join %s cross join lateral (
                    select * from event e where e.calendar_id = r.id and %s offset 0) e
                where (r.visible or $5) and (r.enabled or $6)
            """.formatted(SIZES, overlapping("e")) + INVITED.formatted("") + ")\n";

    /// The events that match the text and lie in the window. The text is applied first, since few titles
    /// match.
    private static final String FOUND = REACH + """
            hit as (
                select e.* from reach r cross join lateral (
                    select * from event e where e.calendar_id = r.id and e.search like $8 offset 0) e
                where (r.visible or $5) and (r.enabled or $6) and e.starts_at < $4 and e.ends_at > $3
            """ + INVITED.formatted(" and e.search like $8") + ")\n";

    private static final String WANTED = """
            where not ($7 and exists (select from mine m where m.event_id = e.id and m.declined))
            """;

    private static final String ORDER = "order by e.starts_at, e.id collate \"C\"\n";

    /// The events of a page. A document is null if those before it together exceed the weight of a page. The
    /// length of a document is known without reading it.
    private static final String WEIGHED = """
            select case when coalesce(sum(octet_length(p.document)) over (
                        order by p.starts_at, p.id rows between unbounded preceding and 1 preceding), 0) < %d
                    then p.document end, p.organizer, p.starts_at, p.id
            from (select e.document, e.organizer, e.starts_at, e.id collate "C" as id from hit e
            %s and (e.starts_at, e.id collate "C") > ($%d, $%d)
            %slimit $%d) p order by p.starts_at, p.id
            """;

    /// Sorts without the documents and looks them up afterwards, so that sorting a long list needs little
    /// memory.
    private static final String SENT = """
            select d.document, d.organizer from (
                select e.id, e.starts_at from hit e
            %s%s) h cross join lateral (select document, organizer from event where id = h.id limit 1) d
            order by h.starts_at, h.id collate "C"
            """.formatted(WANTED, ORDER);

    /// Parameters: the viewer's zuid and address, from, to, include hidden, include disabled, exclude
    /// declined.
    static final String LIST = HITS + SENT;

    /// A page of the list. Parameters as for the list, then the start and the id of the event before it, and
    /// the maximum number.
    static final String PAGE = HITS + WEIGHED.formatted(HEAVIEST, WANTED.strip(), 8, 9, ORDER, 10);

    /// The list of matches of a text. Parameters as for the list, then the LIKE pattern.
    static final String SEARCH = FOUND + SENT;

    /// A page of a search. Parameters as for the search, then as for the page.
    static final String SEARCH_PAGE = FOUND + WEIGHED.formatted(HEAVIEST, WANTED.strip(), 9, 10, ORDER, 11);

    private static final String ITEMS = "select e.id, e.calendar_id, c.code, e.starts_at, e.ends_at, e.edit_tag,"
            + " e.document, e.organizer from hit e join calendar c on c.id = e.calendar_id\n" + WANTED + ORDER;

    /// The list with the columns of [ListItem]s. Parameters as for the list.
    static final String LIST_ITEMS = HITS + ITEMS;

    /// The same for a search.
    static final String SEARCH_ITEMS = FOUND + ITEMS;

    private static final String OUTLINES = "select e.id, e.calendar_id, c.code, e.starts_at, e.ends_at, e.edit_tag"
            + " from hit e join calendar c on c.id = e.calendar_id\n" + WANTED;

    /// The list without documents, which costs a fraction. Parameters as for the list.
    static final String LIST_OUTLINE = HITS + OUTLINES;

    /// The same for a search.
    static final String SEARCH_OUTLINE = FOUND + OUTLINES;
}
