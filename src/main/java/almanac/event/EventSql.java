package almanac.event;

/// The two statements behind the calls that are made most: each answers its call alone, however many
/// events, attendees and attachments there are.
///
/// Each is planned once for a connection (`plan_cache_mode`), so its plan has to be right for all
/// values. What starts from few rows is therefore a lateral subquery with a limit or an offset, which
/// the planner does not turn round: else it may read every event there is to find an invitation.
final class EventSql {
    private EventSql() {}

    private static final String COLUMNS = """
            select e.id, e.entity_id, e.type, e.title, e.description, e.location, e.starts_at, e.ends_at, e.timezone,
                   e.all_day, e.meeting_link, e.reminders, e.edit_tag, e.organizer, c.id, c.code,
                   creator.zuid, creator.name, creator.email, organizer.zuid, organizer.name, organizer.email,
                   people.emails, people.statuses, people.names, people.zuids,
                   files.ids, files.names, files.sizes, files.types, e.creator_elsewhere, e.organizer_elsewhere
            """;

    private static final String DETAILS = """
            join calendar c on c.id = e.calendar_id
            join account creator on creator.zuid = e.creator
            join account organizer on organizer.zuid = e.organizer
            cross join lateral (
                select array_agg(a.email order by a.position) as emails,
                       array_agg(a.status order by a.position) as statuses,
                       array_agg(coalesce(m.name, a.name) order by a.position) as names,
                       array_agg(coalesce(m.zuid::text, a.person) order by a.position) as zuids
                from attendee a left join lateral (
                    select m.name, m.zuid from account m where lower(m.email) = a.address limit 1) m on true
                where a.event_id = e.id) people
            cross join lateral (
                select array_agg(f.id order by l.position) as ids,
                       array_agg(f.name order by l.position) as names,
                       array_agg(f.size order by l.position) as sizes,
                       array_agg(f.content_type order by l.position) as types
                from attachment_link l join attachment f on f.id = l.attachment_id
                where l.holder = e.id) files
            """;

    /// Parameters: the event's id, the calendar's number, code and uid (null where they were not sent),
    /// the viewer's zuid and address.
    static final String GET = COLUMNS + "from event e " + DETAILS + """
            where e.id = $1
              and ($2::bigint is null or c.id = $2) and ($3::text is null or c.code = $3)
              and ($4::text is null or c.uid = $4)
              and (c.owner = $5
                   or exists (select from share s where s.calendar_id = c.id and s.zuid = $5)
                   or exists (select from attendee a where a.event_id = e.id and a.address = $6))
            """;

    private static final String HITS = """
            with reach as materialized (
                select c.id, c.visible, c.enabled from calendar c where c.owner = $1
                union all
                select s.calendar_id, s.visible, s.enabled from share s where s.zuid = $1),
            invited as materialized (
                select a.event_id from attendee a where a.address = $2 and a.span && int8range($3, $4)),
            hit as (
                select e.* from reach r cross join lateral (
                    select * from event e where e.calendar_id = r.id and e.span && int8range($3, $4) offset 0) e
                where (r.visible or $5) and (r.enabled or $6)
                union all
                select e.* from invited i cross join lateral (
                    select * from event e where e.id = i.event_id limit 1) e
                where not exists (select from reach r where r.id = e.calendar_id))
            """;

    private static final String WANTED = """
            where ($8::text is null or strpos(lower(e.title), lower($8)) > 0)
              and (not $7 or not exists (
                  select from attendee a where a.event_id = e.id and a.address = $2 and a.status = 'declined'))
            """;

    /// Parameters: the viewer's zuid and address, from, to, with hidden, with disabled, without
    /// declined, the search.
    static final String LIST =
            HITS + COLUMNS + "from hit e " + DETAILS + WANTED + "order by e.starts_at, e.id collate \"C\"\n";

    /// Which events the list has, without what they say: a fraction of the work. Parameters as for the
    /// list.
    static final String OUTLINE = HITS
            + "select e.id, c.id, c.code, e.starts_at, e.ends_at, e.edit_tag from hit e join calendar c on c.id = e.calendar_id "
            + WANTED;
}
