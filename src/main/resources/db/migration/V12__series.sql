-- A series is an event of size 9: its times are those from its first occurrence to the end of its last one (2^63 - 1 for
-- none), and no window looks for that size. Occurrences are found by their pages, exceptions are events of their own.
alter table event
    -- Of an exception: its series, and when the series has it. Null elsewhere.
    add column series_id text,
    add column recurs_at bigint,
    -- Rises with any change of a series or its exceptions. Null for events that do not repeat.
    add column resource_tag bigint;
create index event_series on event (series_id, recurs_at) where series_id is not null;

alter table change add column recurrence_id text;

create table series (
    event_id   text   primary key references event on delete cascade,
    -- What the JSON of its occurrences begins with.
    head       text   not null,
    -- The zone of an all-day series; null for a series of timed events.
    days       text,
    -- Occurrences that start from the first of these moments to before the second are in pages.
    paged_from bigint not null,
    paged_to   bigint not null,
    -- The version of the zone data by which they were computed.
    zone_rules text   not null,
    -- As in the event, so that a list reads one row for a series.
    organizer  bigint,
    edit_tag   bigint not null,
    search     text   not null
);
create index series_paged_from on series (paged_from) where paged_from > -9223372036854775808;
create index series_paged_to on series (paged_to) where paged_to < 9223372036854775807;

-- The plain occurrences of a series that overlap 2^31 ms, by that number. They are a cache of what the rule gives.
create table occurrence_page (
    series_id   text     not null references event on delete cascade,
    slot        int      not null,
    calendar_id bigint   not null,
    starts      bigint[] not null,
    ends        bigint[] not null,
    primary key (series_id, slot)
);
create index occurrence_page_window on occurrence_page (calendar_id, slot);

-- All-day events get start_date and end_date.
insert into rewrite (name, after) values ('whole-days', '') on conflict (name) do update set after = '';

-- Adds occurrences to the pages of a series.
create function series_pages(p_id text, p_calendar bigint, p_starts bigint[], p_ends bigint[])
returns void language sql as $$
    insert into occurrence_page (series_id, slot, calendar_id, starts, ends)
        select p_id, s.slot, p_calendar, array_agg(o.starts_at order by o.starts_at), array_agg(o.ends_at order by o.starts_at)
        from unnest(p_starts, p_ends) o (starts_at, ends_at)
        cross join lateral generate_series(o.starts_at >> 31, (greatest(o.ends_at, o.starts_at + 1) - 1) >> 31) s (slot)
        group by s.slot
    on conflict (series_id, slot) do update
        set starts = occurrence_page.starts || excluded.starts, ends = occurrence_page.ends || excluded.ends;
$$;

-- Stores what a series has beside its event; its pages too, unless p_starts is null.
create function series_store(
    p_id text, p_calendar bigint, p_head text, p_days text, p_paged_from bigint, p_paged_to bigint, p_zone_rules text,
    p_starts bigint[], p_ends bigint[])
returns void language plpgsql as $$
begin
    insert into series (event_id, head, days, paged_from, paged_to, zone_rules, organizer, edit_tag, search)
        select p_id, p_head, p_days, p_paged_from, p_paged_to, p_zone_rules, e.organizer, e.edit_tag, e.search
            from event e where e.id = p_id
        on conflict (event_id) do update set head = excluded.head, days = excluded.days, organizer = excluded.organizer,
            edit_tag = excluded.edit_tag, search = excluded.search,
            paged_from = case when p_starts is null then series.paged_from else excluded.paged_from end,
            paged_to = case when p_starts is null then series.paged_to else excluded.paged_to end,
            zone_rules = case when p_starts is null then series.zone_rules else excluded.zone_rules end;
    if p_starts is not null then
        delete from occurrence_page where series_id = p_id;
        perform series_pages(p_id, p_calendar, p_starts, p_ends);
    else
        update occurrence_page set calendar_id = p_calendar where series_id = p_id and calendar_id <> p_calendar;
    end if;
end $$;

-- Takes one occurrence out of the pages of a series.
create function series_take(p_id text, p_start bigint) returns void language sql as $$
    update occurrence_page p set
        starts = array(select o.s from unnest(p.starts, p.ends) with ordinality o (s, e, n) where o.s <> p_start order by o.n),
        ends = array(select o.e from unnest(p.starts, p.ends) with ordinality o (s, e, n) where o.s <> p_start order by o.n)
    where p.series_id = p_id and p_start = any (p.starts);
$$;

-- As the function of the same name in V4, and for series and their exceptions.
--
-- p_resource is the first resource_tag of a series. p_series, p_recurs_at and p_recurrence are of an exception; p_plain,
-- p_plain_addresses and p_plain_tag of the occurrence whose place it takes, null where it takes none; p_changed names
-- its own fields.
create function event_create(
    p_id text, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text, p_organizer bigint,
    p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[], p_named text[], p_known text[],
    p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text, p_endings text[], p_now bigint,
    p_resource bigint, p_series text, p_recurs_at bigint, p_recurrence text, p_plain text, p_plain_addresses text[],
    p_plain_tag bigint, p_changed text)
returns bigint language plpgsql as $$
declare
    v_owner bigint;
    v_upstream text;
    v_audience bigint[];
    v_before bigint[] := '{}';
    v_after bigint[];
    v_invited bigint[];
    v_known text[];
    v_position bigint;
begin
    perform pg_advisory_xact_lock_shared(p_calendar), pg_advisory_xact_lock_shared(0, 0);
    select c.owner, c.upstream, array(select s.zuid from share s where s.calendar_id = c.id)
        into v_owner, v_upstream, v_audience
        from calendar c where c.id = p_calendar;
    if v_owner is null or v_upstream is distinct from p_upstream then
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
            modified_at, document, series_id, recurs_at, resource_tag)
        values (p_id, p_calendar, p_starts_at, p_ends_at, p_size, p_search, p_organizer, p_link, p_tag, p_now, p_now,
            p_document, p_series, p_recurs_at, p_resource);
    if p_addresses <> '{}' then
        insert into invitation (address, event_id, declined, starts_at, ends_at, size)
            select i.address, p_id, i.declined, p_starts_at, p_ends_at, p_size
            from unnest(p_addresses, p_declined) i (address, declined);
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

-- As the function of the same name in V4, and for series and their exceptions.
--
-- p_recurrence is the recurrence id of an exception. p_resource_before is the resource_tag that the caller has seen,
-- p_resource the one after; both are null for what does not repeat. p_silent leaves no line in the log.
create function event_change(
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
            document = p_document, resource_tag = p_resource where id = p_id;
        if p_resource is null and p_resource_before is not null then
            delete from series where event_id = p_id;
            delete from occurrence_page where series_id = p_id;
        end if;
    end if;
    delete from invitation i where i.address = any (p_addresses_before) and i.size = v_event.size
        and i.starts_at = v_event.starts_at and i.ends_at = v_event.ends_at and i.event_id = p_id;
    if p_document is not null and p_addresses <> '{}' then
        insert into invitation (address, event_id, declined, starts_at, ends_at, size)
            select i.address, p_id, i.declined, p_starts_at, p_ends_at, p_size
            from unnest(p_addresses, p_declined) i (address, declined);
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

-- Raises the resource_tag of a series after a change of one of its exceptions. Answers whether there is one.
create function series_touch(p_id text, p_now bigint) returns boolean language plpgsql as $$
begin
    update event set resource_tag = greatest(p_now, resource_tag + 1) where id = p_id and resource_tag is not null;
    return found;
end $$;

-- Nodes of the version before call the functions of V4: these refuse series, which they would take apart.
create or replace function event_create(
    p_id text, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text, p_organizer bigint,
    p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[], p_named text[], p_known text[],
    p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text, p_endings text[], p_now bigint)
returns bigint language sql as $$
    select event_create(p_id, p_calendar, p_starts_at, p_ends_at, p_size, p_search, p_organizer, p_tag, p_document, p_link,
        p_addresses, p_declined, p_named, p_known, p_upstream, p_writer, p_files, p_reason, p_actor, p_endings, p_now,
        null, null, null, null, null, null, null, '');
$$;

create or replace function event_change(
    p_id text, p_tag_before bigint, p_before text, p_addresses_before text[], p_organizer_before bigint,
    p_calendar_before bigint, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text,
    p_organizer bigint, p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[],
    p_named text[], p_known text[], p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text,
    p_changed text, p_endings text[], p_now bigint)
returns bigint language sql as $$
    select event_change(p_id, p_tag_before, p_before, p_addresses_before, p_organizer_before, p_calendar_before, p_calendar,
        p_starts_at, p_ends_at, p_size, p_search, p_organizer, p_tag, p_document, p_link, p_addresses, p_declined, p_named,
        p_known, p_upstream, p_writer, p_files, p_reason, p_actor, p_changed, p_endings, p_now, null, null, null, false);
$$;
