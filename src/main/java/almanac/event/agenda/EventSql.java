package almanac.event.agenda;

/// The statements behind the calls that are made most: each answers its call alone, however many events
/// there are, and reads documents as they were written.
///
/// Each is planned once for a connection (`plan_cache_mode`), so its plan has to be right for all
/// values. What starts from few rows is therefore a lateral subquery with a limit or an offset, which
/// the planner does not turn round: else it may read every event there is to find an invitation.
final class EventSql {
    /// A page of a list has no further document once it has so many bytes.
    private static final int HEAVIEST = 4_000_000;

    private EventSql() {}

    /// Parameters: the event's id, the calendar's number, code and uid (null where they were not sent),
    /// the viewer's zuid and address.
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

    /// Which of some events the viewer may still read about in the log: those that the viewer sees; and of
    /// those that are gone, those that the viewer saw until their end, unless the calendar is there and closed
    /// to the viewer. Parameters: the viewer's zuid and address, the events' ids.
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

    /// An event in a calendar that the caller owns. Parameters: the event's id and the calendar's number.
    static final String GET_OWN = "select document, organizer, edit_tag from event where id = $1 and calendar_id = $2";

    /// By how long an event lasts, so long before a window it may start and still reach into it: the
    /// classes of the column `size`.
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

    /// What lies in the window.
    private static final String HITS = REACH + """
            hit as (
                select e.* from reach r cross join %s cross join lateral (
                    select * from event e where e.calendar_id = r.id and %s offset 0) e
                where (r.visible or $5) and (r.enabled or $6)
            """.formatted(SIZES, overlapping("e")) + INVITED.formatted("") + ")\n";

    /// What contains the text and lies in the window: the text first, since few titles contain it.
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

    /// The events of a page. Documents come as long as those before them have together fewer bytes than a page
    /// may weigh; of what comes then, the document is null. The length of a document is known without reading
    /// it.
    private static final String WEIGHED = """
            select case when coalesce(sum(octet_length(p.document)) over (
                        order by p.starts_at, p.id rows between unbounded preceding and 1 preceding), 0) < %d
                    then p.document end, p.organizer, p.starts_at, p.id
            from (select e.document, e.organizer, e.starts_at, e.id collate "C" as id from hit e
            %s and (e.starts_at, e.id collate "C") > ($%d, $%d)
            %slimit $%d) p order by p.starts_at, p.id
            """;

    /// Sorted without the documents, which are looked up as they are sent: a long list is no large sort.
    private static final String SENT = """
            select d.document, d.organizer from (
                select e.id, e.starts_at from hit e
            %s%s) h cross join lateral (select document, organizer from event where id = h.id limit 1) d
            order by h.starts_at, h.id collate "C"
            """.formatted(WANTED, ORDER);

    /// Parameters: the viewer's zuid and address, from, to, with hidden, with disabled, without
    /// declined.
    static final String LIST = HITS + SENT;

    /// The same after an event of the list, up to a number; parameters as for the list, then the start and
    /// the id of that event, and the number.
    static final String PAGE = HITS + WEIGHED.formatted(HEAVIEST, WANTED.strip(), 8, 9, ORDER, 10);

    /// The list of what contains a text; parameters as for the list, then the pattern.
    static final String SEARCH = FOUND + SENT;

    /// The same after an event of the list; parameters as for the search, then as for the page.
    static final String SEARCH_PAGE = FOUND + WEIGHED.formatted(HEAVIEST, WANTED.strip(), 9, 10, ORDER, 11);

    private static final String ITEMS = "select e.id, e.calendar_id, c.code, e.starts_at, e.ends_at, e.edit_tag,"
            + " e.document, e.organizer from hit e join calendar c on c.id = e.calendar_id\n" + WANTED + ORDER;

    /// The list with what a view keeps of each event. Parameters as for the list.
    static final String LIST_ITEMS = HITS + ITEMS;

    /// The same of a search.
    static final String SEARCH_ITEMS = FOUND + ITEMS;

    private static final String OUTLINES = "select e.id, e.calendar_id, c.code, e.starts_at, e.ends_at, e.edit_tag"
            + " from hit e join calendar c on c.id = e.calendar_id\n" + WANTED;

    /// Which events the list has, without what they say: a fraction of the work. Parameters as for the
    /// list.
    static final String LIST_OUTLINE = HITS + OUTLINES;

    /// The same of a search.
    static final String SEARCH_OUTLINE = FOUND + OUTLINES;
}
