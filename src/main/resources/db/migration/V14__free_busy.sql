-- Free/busy reads times alone, so what decides about them stands beside them: what makes nobody busy, and who has not said
-- for certain to come.
alter table event add column transparent boolean not null default false;
alter table invitation add column tentative boolean not null default false;

-- Takes no two opaque events at one time.
alter table calendar add column exclusive boolean not null default false;

-- Whether the JSON of an event says that it makes nobody busy. In a string of the JSON the quotes are escaped.
create function event_is_transparent(p_document text) returns boolean language sql immutable as $$
    select position('"transparency":"transparent"' in p_document) > 0
$$;

-- For each attendee of the JSON of an event, whether it has not said for certain to come.
create function event_tentative(p_document text) returns boolean[] language sql immutable as $$
    select coalesce(array_agg(a.value ->> 'status' in ('tentative', 'yet_to_respond') order by a.place), '{}')
    from json_array_elements(p_document::json -> 'attendees') with ordinality a (value, place)
$$;

update event set transparent = true where event_is_transparent(document);
update invitation i set tentative = true
from event e cross join lateral json_array_elements(e.document::json -> 'attendees') a
where e.id = i.event_id and not i.declined and a ->> 'status' in ('tentative', 'yet_to_respond')
    and i.address = translate(lower(upper(a ->> 'email')), 'ς', 'σ');

-- Locks an exclusive calendar against other writers of times until the transaction ends: their order decides who gets a time.
-- It comes before every other lock of an event or a calendar.
create function exclusive_hold(p_calendar bigint) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(2, hashint8(p_calendar));
    perform set_config('almanac.exclusive',
        coalesce(current_setting('almanac.exclusive', true), '') || ' ' || p_calendar || ' ', true);
end $$;

-- Whether this transaction holds an exclusive calendar, and so compares its times before it ends.
create function exclusive_is_held(p_calendar bigint) returns boolean language sql stable as $$
    select coalesce(position(' ' || p_calendar || ' ' in current_setting('almanac.exclusive', true)) > 0, false)
$$;

-- As event_hold in V4, for a transaction that changes times: it holds exclusive calendars first.
create function event_hold_times(p_ids text[]) returns void language plpgsql as $$
begin
    perform exclusive_hold(h.id) from (
        select distinct c.id from event e join calendar c on c.id = e.calendar_id
        where e.id = any (p_ids) and c.exclusive order by 1) h;
    perform event_hold(p_ids);
end $$;

-- The opaque times of a calendar that an event, or a series with its exceptions, has itself: those of pages each once.
create function exclusive_times(p_calendar bigint, p_id text)
returns table (id text, starts_at bigint, ends_at bigint) language sql stable as $$
    select e.id, e.starts_at, e.ends_at from event e
    where (e.id = p_id or e.series_id = p_id) and e.size < 9 and e.calendar_id = p_calendar and not e.transparent
    union all
    select e.id, o.starts_at, o.ends_at from event e join occurrence_page p on p.series_id = e.id
    cross join lateral unnest(p.starts, p.ends) o (starts_at, ends_at)
    where e.id = p_id and e.size = 9 and e.calendar_id = p_calendar and not e.transparent and p.slot = o.starts_at >> 31
$$;

-- The first time of a calendar that overlaps a time, other than that itself.
create function exclusive_other(p_calendar bigint, p_id text, p_starts_at bigint, p_ends_at bigint)
returns table (starts_at bigint, ends_at bigint) language sql stable as $$
    (select e.starts_at, e.ends_at
    from (values (0::smallint, 86400000), (1::smallint, 2764800000), (2::smallint, 88473600000),
            (3::smallint, 9000000000000000)) z (size, reach)
    cross join lateral (
        select * from event e where e.calendar_id = p_calendar and e.size = z.size
            and e.starts_at > p_starts_at - z.reach and e.starts_at < p_ends_at and e.ends_at > p_starts_at offset 0) e
    where not e.transparent and e.id <> p_id limit 1)
    union all
    (select o.starts_at, o.ends_at from occurrence_page p
    cross join lateral unnest(p.starts, p.ends) o (starts_at, ends_at)
    where p.calendar_id = p_calendar and p.slot between p_starts_at >> 31 and (p_ends_at - 1) >> 31
        and o.starts_at < p_ends_at and o.ends_at > p_starts_at
        and not (p.series_id = p_id and o.starts_at = p_starts_at)
        and exists (select from event e where e.id = p.series_id and not e.transparent) limit 1)
    limit 1
$$;

-- A time of a calendar that is taken twice: once by an event, or a series with its exceptions, and once by what is answered.
create function exclusive_taken(p_calendar bigint, p_id text)
returns table (starts_at bigint, ends_at bigint) language sql stable as $$
    select o.starts_at, o.ends_at from exclusive_times(p_calendar, p_id) t
    cross join lateral exclusive_other(p_calendar, t.id, t.starts_at, t.ends_at) o
    limit 1
$$;

-- A time of a calendar that begins before another one has ended.
create function exclusive_overlap(p_calendar bigint)
returns table (starts_at bigint, ends_at bigint) language sql stable as $$
    select t.starts_at, t.ends_at from (
        select a.starts_at, a.ends_at, max(a.ends_at) over (
            order by a.starts_at, a.ends_at rows between unbounded preceding and 1 preceding) as before
        from (
            select e.starts_at, e.ends_at from event e
            where e.calendar_id = p_calendar and e.size < 9 and not e.transparent
            union all
            select o.starts_at, o.ends_at from occurrence_page p
            join event e on e.id = p.series_id and not e.transparent
            cross join lateral unnest(p.starts, p.ends) o (starts_at, ends_at)
            where p.calendar_id = p_calendar and p.slot = o.starts_at >> 31) a) t
    where t.before > t.starts_at
    order by t.starts_at limit 1
$$;

-- As the function of the same name in V12, with what free/busy reads. Stores nothing in an exclusive calendar that the
-- transaction does not hold: so does every call of a node of the version before.
create or replace function event_create(
    p_id text, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text, p_organizer bigint,
    p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[], p_named text[], p_known text[],
    p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text, p_endings text[], p_now bigint,
    p_resource bigint, p_series text, p_recurs_at bigint, p_recurrence text, p_plain text, p_plain_addresses text[],
    p_plain_tag bigint, p_changed text)
returns bigint language plpgsql as $$
declare
    v_owner bigint;
    v_upstream text;
    v_exclusive boolean;
    v_audience bigint[];
    v_before bigint[] := '{}';
    v_after bigint[];
    v_invited bigint[];
    v_known text[];
    v_position bigint;
begin
    perform pg_advisory_xact_lock_shared(p_calendar), pg_advisory_xact_lock_shared(0, 0);
    select c.owner, c.upstream, c.exclusive, array(select s.zuid from share s where s.calendar_id = c.id)
        into v_owner, v_upstream, v_exclusive, v_audience
        from calendar c where c.id = p_calendar;
    if v_owner is null or v_upstream is distinct from p_upstream then
        return 0;
    end if;
    if v_exclusive and p_writer is not null and not exclusive_is_held(p_calendar) then
        return 0;
    end if;
    if p_writer <> v_owner and not exists (
            select from share s where s.calendar_id = p_calendar and s.zuid = p_writer and s.privilege = 'edit') then
        return 0;
    end if;
    select array_agg(a.zuid || E'\t' || a.name || E'\t' || a.email order by a.zuid),
            array_agg(a.zuid) filter (where a.address = any (p_addresses))
        into v_known, v_invited
        from account a where a.address = any (p_named);
    if coalesce(v_known, '{}') <> p_known then
        return 0;
    end if;
    if p_series is not null or p_known is null then
        v_after := event_audience(p_calendar, p_addresses);
        if p_plain is not null then
            v_before := event_audience(p_calendar, p_plain_addresses);
        end if;
        v_audience := array(select unnest(v_before) union select unnest(v_after) order by 1);
    elsif v_audience = '{}' and v_invited is null then
        v_audience := array[v_owner];
        v_after := v_audience;
    else
        v_audience := array(select distinct z from unnest(v_owner || v_audience || v_invited) z order by z);
        v_after := v_audience;
    end if;
    insert into event (id, calendar_id, starts_at, ends_at, size, search, organizer, meeting_link, edit_tag, created_at,
            modified_at, document, series_id, recurs_at, resource_tag, transparent)
        values (p_id, p_calendar, p_starts_at, p_ends_at, p_size, p_search, p_organizer, p_link, p_tag, p_now, p_now,
            p_document, p_series, p_recurs_at, p_resource, event_is_transparent(p_document));
    if p_addresses <> '{}' then
        insert into invitation (address, event_id, declined, tentative, starts_at, ends_at, size)
            select i.address, p_id, i.declined, i.tentative, p_starts_at, p_ends_at, p_size
            from unnest(p_addresses, p_declined, event_tentative(p_document)) i (address, declined, tentative);
    end if;
    if p_files <> '{}' then
        insert into attachment_link (holder, attachment_id, position)
            select p_id, f.id, f.place - 1 from unnest(p_files) with ordinality f (id, place);
    end if;
    insert into change (kind, subject, recurrence_id, calendar_id, reason, actor, changed, old_tag, new_tag, committed_at,
            audience, before_of, after_of, documents, endings)
        values ('event', p_id, p_recurrence, p_calendar, p_reason, p_actor, p_changed, p_plain_tag, p_tag, p_now, v_audience,
            event_seen(v_audience, v_before, p_organizer, 1),
            event_seen(v_audience, v_after, p_organizer, case when p_plain is null then 1 else 2 end),
            array_remove(array[p_plain, p_document], null), p_endings)
        returning position into v_position;
    return v_position;
end $$;

-- As the function of the same name in V12, with the same additions.
create or replace function event_change(
    p_id text, p_tag_before bigint, p_before text, p_addresses_before text[], p_organizer_before bigint,
    p_calendar_before bigint, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text,
    p_organizer bigint, p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[],
    p_named text[], p_known text[], p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text,
    p_changed text, p_endings text[], p_now bigint,
    p_recurrence text, p_resource_before bigint, p_resource bigint, p_silent boolean)
returns bigint language plpgsql as $$
declare
    v_event event;
    v_valid boolean;
    v_before bigint[];
    v_after bigint[] := '{}';
    v_audience bigint[];
    v_position bigint;
begin
    -- In one order, and before the event: so do all who take several.
    perform pg_advisory_xact_lock_shared(least(p_calendar_before, p_calendar)),
        pg_advisory_xact_lock_shared(greatest(p_calendar_before, p_calendar)), pg_advisory_xact_lock_shared(0, 0);
    select * into v_event from event where id = p_id for update;
    if not found or v_event.edit_tag <> p_tag_before or v_event.calendar_id <> p_calendar_before
            or v_event.resource_tag is distinct from p_resource_before then
        return 0;
    end if;
    select count(*) = (case when p_calendar_before = p_calendar then 1 else 2 end)
            and bool_and(c.upstream is not distinct from p_upstream
                and (not c.exclusive or c.id <> p_calendar or p_writer is null or p_document is null
                    or exclusive_is_held(c.id))
                and (p_writer is null or c.owner = p_writer or exists (
                    select from share s where s.calendar_id = c.id and s.zuid = p_writer and s.privilege = 'edit')))
        into v_valid
        from calendar c where c.id in (p_calendar_before, p_calendar);
    if v_valid is not true or p_known <> array(
            select a.zuid || E'\t' || a.name || E'\t' || a.email from account a
            where a.address = any (p_named) order by a.zuid) then
        return 0;
    end if;
    if not p_silent then
        v_before := event_audience(p_calendar_before, p_addresses_before);
    end if;
    if p_document is null then
        delete from event where id = p_id;
        delete from attachment_link where holder = p_id;
    else
        if not p_silent then
            v_after := event_audience(p_calendar, p_addresses);
        end if;
        update event set calendar_id = p_calendar, starts_at = p_starts_at, ends_at = p_ends_at, size = p_size,
            search = p_search, organizer = p_organizer, meeting_link = p_link, edit_tag = p_tag, modified_at = p_now,
            document = p_document, resource_tag = p_resource, transparent = event_is_transparent(p_document)
            where id = p_id;
        if p_resource is null and p_resource_before is not null then
            delete from series where event_id = p_id;
            delete from occurrence_page where series_id = p_id;
        end if;
    end if;
    delete from invitation i where i.address = any (p_addresses_before) and i.size = v_event.size
        and i.starts_at = v_event.starts_at and i.ends_at = v_event.ends_at and i.event_id = p_id;
    if p_document is not null and p_addresses <> '{}' then
        insert into invitation (address, event_id, declined, tentative, starts_at, ends_at, size)
            select i.address, p_id, i.declined, i.tentative, p_starts_at, p_ends_at, p_size
            from unnest(p_addresses, p_declined, event_tentative(p_document)) i (address, declined, tentative);
    end if;
    if p_files is not null then
        delete from attachment_link where holder = p_id;
        insert into attachment_link (holder, attachment_id, position)
            select p_id, f.id, f.place - 1 from unnest(p_files) with ordinality f (id, place);
    end if;
    if p_silent then
        return 1;
    end if;
    v_audience := array(select unnest(v_before) union select unnest(v_after) order by 1);
    insert into change (kind, subject, recurrence_id, calendar_id, former_calendar_id, reason, actor, changed, old_tag, new_tag,
            committed_at, audience, before_of, after_of, documents, endings)
        values ('event', p_id, p_recurrence, p_calendar, nullif(p_calendar_before, p_calendar), p_reason, p_actor, p_changed,
            p_tag_before, p_tag, p_now, v_audience, event_seen(v_audience, v_before, p_organizer_before, 1),
            event_seen(v_audience, v_after, p_organizer, 2), array_remove(array[p_before, p_document], null), p_endings)
        returning position into v_position;
    return v_position;
end $$;
