-- An event is stored as the JSON that is read: written once, when it changes. Columns beside it are what statements look for.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Addresses and titles are compared by one folding, which the program does (Folding); this approximates it for what is there.
create function pg_temp.folded(letters text) returns text language sql immutable
    as $$ select translate(lower(upper(letters)), 'ς', 'σ') $$;

-- A text as Jackson writes it.
create function pg_temp.json(value text) returns text language sql immutable
    as $$ select to_json(value)::text $$;

create function pg_temp.person(name text, email text, id text) returns text language sql immutable
    as $$ select '{"name":' || pg_temp.json(name) || ',"email":' || pg_temp.json(email) || ',"id":' || pg_temp.json(id) || '}' $$;

create function pg_temp.size(millis bigint) returns smallint language sql immutable
    as $$ select case when millis <= 86400000 then 0 when millis <= 2764800000 then 1 when millis <= 88473600000 then 2 else 3 end $$;

alter table account add column address text;
update account set address = pg_temp.folded(email);
alter table account alter column address set not null;
drop index account_email;
create unique index account_address on account (address);
-- Documents that name the account, or its address, still have to be written anew.
alter table account add column documents_behind boolean not null default false;
create index account_documents_behind on account (zuid) where documents_behind;

alter table event add column search text, add column document text, add column size smallint;
drop index event_window;

update event e set search = pg_temp.folded(e.title), size = pg_temp.size(e.ends_at - e.starts_at), document =
    '{"id":' || pg_temp.json(e.id)
    || ',"entity_id":"' || e.entity_id
    || '","entity_type":8,"type":' || pg_temp.json(e.type)
    || ',"title":' || pg_temp.json(e.title)
    || ',"description":' || pg_temp.json(e.description)
    || ',"location":' || pg_temp.json(e.location)
    || ',"timezone":' || pg_temp.json(e.timezone)
    || ',"isallday":' || e.all_day
    || ',"calendar_id":' || pg_temp.json(encode(convert_to(c.id || '|' || c.code, 'UTF8'), 'base64'))
    || ',"is_big_chat_event":false,"creator":'
    || case when e.creator_elsewhere is null then pg_temp.person(creator.name, creator.email, creator.zuid::text)
            else pg_temp.person(e.creator_elsewhere[1], e.creator_elsewhere[2], e.creator_elsewhere[3]) end
    || ',"organizer":'
    || case when e.organizer_elsewhere is null then pg_temp.person(organizer.name, organizer.email, organizer.zuid::text)
            else pg_temp.person(e.organizer_elsewhere[1], e.organizer_elsewhere[2], e.organizer_elsewhere[3]) end
    || ',"attendees":[' || coalesce((
        select string_agg('{"status":' || pg_temp.json(a.status)
            || ',"name":' || pg_temp.json(coalesce(m.name, a.name, a.email))
            || ',"email":' || pg_temp.json(a.email)
            || coalesce(',"id":' || pg_temp.json(coalesce(m.zuid::text, a.person)), '') || '}', ',' order by a.position)
        from attendee a left join account m on m.address = pg_temp.folded(a.email) where a.event_id = e.id), '')
    || '],"edit_tag":"' || e.edit_tag || '"'
    || case when e.type in ('audio_conference', 'video_conference') and e.meeting_link is not null
            then ',"meeting_link":' || pg_temp.json(e.meeting_link) else '' end
    || ',"reminders":[' || coalesce((
        select string_agg('{"type":"' || split_part(r.pair, ' ', 1) || '","minutes":' || split_part(r.pair, ' ', 2) || '}', ',' order by r.place)
        from unnest(string_to_array(nullif(e.reminders, ''), ',')) with ordinality r (pair, place)), '')
    || '],"attachments":[' || coalesce((
        select string_agg('{"fileId":"' || f.id || '","fileName":' || pg_temp.json(f.name) || ',"size":' || f.size
            || ',"contentType":' || pg_temp.json(f.content_type)
            || ',"preview":' || (f.content_type in ('image/png', 'image/jpeg', 'image/gif', 'image/webp'))
            || ',"url":"/api/v2/events/attachments/' || f.id || '"}', ',' order by l.position)
        from attachment_link l join attachment f on f.id = l.attachment_id where l.holder = e.id), '')
    || '],"start_time":' || e.starts_at || ',"end_time":' || e.ends_at || '}'
from calendar c, account creator, account organizer
where c.id = e.calendar_id and creator.zuid = e.creator and organizer.zuid = e.organizer;

-- Null where somebody without an account here runs the event.
alter table event alter column organizer drop not null;
update event set organizer = null where organizer_elsewhere is not null;

-- Who may change an event, and that its calendar is there, is decided by the functions below under the calendar's lock:
-- a foreign key would lock and rewrite the calendar's row with each event.
alter table event
    drop constraint event_calendar_id_fkey,
    drop constraint event_creator_fkey,
    drop constraint event_organizer_fkey,
    alter column search set not null,
    alter column document set not null,
    drop column span,
    drop column entity_id, drop column type, drop column title, drop column description, drop column location,
    drop column timezone, drop column all_day, drop column creator, drop column reminders,
    drop column recurrence_rule, drop column series_id, drop column recurrence_id,
    drop column creator_elsewhere, drop column organizer_elsewhere,
    -- By how long it lasts: what may overlap a window starts at most so long before it (a day, 32 days, 1,024 days). It is
    -- no generated column, and no check stands here: PostgreSQL reads such expressions anew for each statement.
    drop constraint event_check,
    alter column size set not null;
create index event_window on event (calendar_id, size, starts_at, ends_at);
create index event_search on event using gin (calendar_id, search gin_trgm_ops) with (gin_pending_list_limit = 256);

-- Who is invited, by the address as it is compared, with the event's time: an invitee's window costs what is in it.
create table invitation (
    address   text     not null,
    event_id  text     not null,
    declined  boolean  not null,
    starts_at bigint   not null,
    ends_at   bigint   not null,
    size      smallint not null,
    primary key (address, size, starts_at, ends_at, event_id)
);
insert into invitation (address, event_id, declined, starts_at, ends_at, size)
    select distinct on (pg_temp.folded(a.email), a.event_id)
        pg_temp.folded(a.email), a.event_id, a.status = 'declined', a.starts_at, a.ends_at, pg_temp.size(a.ends_at - a.starts_at)
    from attendee a order by pg_temp.folded(a.email), a.event_id, a.position;
drop table attendee;

-- What the uploads of an account come to.
create index attachment_owner on attachment (owner) include (size);

-- Keys of the administrator's calls belong to no account: 0 stands for the administrator.
alter table idempotency_key drop constraint idempotency_key_zuid_fkey;

-- A change may end in its own way for each account: the number of a document is raised by 65,536 times the number of the
-- ending, which takes the place of the document's last character; 0 is no ending, and the document is whole.
alter table change
    add column former_calendar_id bigint,
    add column endings text[] not null default '{}';
drop index change_age;
alter index change_audience set (gin_pending_list_limit = 256);

-- Up to here the changes of calendars are in their ctag; those after it are counted when it is read.
alter table change_log add column counted bigint not null default 0;
update change_log set counted = greatest(pruned, (select coalesce(max(position), 0) from change));

-- Who sees the events of a calendar that invite some addresses.
create function event_audience(p_calendar bigint, p_addresses text[]) returns bigint[] language plpgsql stable as $$
begin
    return array(
        select c.owner from calendar c where c.id = p_calendar
        union select s.zuid from share s where s.calendar_id = p_calendar
        union select a.zuid from account a where a.address = any (p_addresses));
end $$;

-- Of each of an audience, what it sees: 0 for nothing, else the number of the document, and of the ending: the first for the
-- organizer, the second for all others.
create function event_seen(p_audience bigint[], p_viewers bigint[], p_organizer bigint, p_document int)
returns int[] language plpgsql immutable as $$
declare
    v_seen int[] := '{}';
    v_zuid bigint;
begin
    foreach v_zuid in array p_audience loop
        v_seen := v_seen || case when not v_zuid = any (p_viewers) then 0 when v_zuid = p_organizer then 65536 + p_document
            else 131072 + p_document end;
    end loop;
    return v_seen;
end $$;

-- Stores a new event with its line in the log. Who sees it is found out under a lock that whoever changes the calendar, its
-- shares or the accounts takes too, and the log has that audience.
--
-- Answers the position in the log; 0, and nothing is stored, where what the caller has built the event on is not so any more.
create function event_create(
    p_id text, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text, p_organizer bigint,
    p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[], p_named text[], p_known text[],
    p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text, p_endings text[], p_now bigint)
returns bigint language plpgsql as $$
declare
    v_owner bigint;
    v_upstream text;
    v_audience bigint[];
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
    if v_audience = '{}' and v_invited is null then
        v_audience := array[v_owner];
    else
        v_audience := array(select distinct z from unnest(v_owner || v_audience || v_invited) z order by z);
    end if;
    insert into event (id, calendar_id, starts_at, ends_at, size, search, organizer, meeting_link, edit_tag, created_at,
            modified_at, document)
        values (p_id, p_calendar, p_starts_at, p_ends_at, p_size, p_search, p_organizer, p_link, p_tag, p_now, p_now,
            p_document);
    if p_addresses <> '{}' then
        insert into invitation (address, event_id, declined, starts_at, ends_at, size)
            select i.address, p_id, i.declined, p_starts_at, p_ends_at, p_size
            from unnest(p_addresses, p_declined) i (address, declined);
    end if;
    if p_files <> '{}' then
        insert into attachment_link (holder, attachment_id, position)
            select p_id, f.id, f.place - 1 from unnest(p_files) with ordinality f (id, place);
    end if;
    insert into change (kind, subject, calendar_id, reason, actor, changed, new_tag, committed_at, audience, before_of, after_of,
            documents, endings)
        values ('event', p_id, p_calendar, p_reason, p_actor, '', p_tag, p_now, v_audience,
            array_fill(0, array[cardinality(v_audience)]),
            event_seen(v_audience, v_audience, p_organizer, 1), array[p_document], p_endings)
        returning position into v_position;
    return v_position;
end $$;

-- Locks events, and before them their calendars against changes of who sees them: for a transaction that changes several, or
-- one whose change was overtaken too often.
create function event_hold(p_ids text[]) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(h.calendar_id) from (
        select distinct calendar_id from event where id = any (p_ids) order by 1) h;
    perform from event where id = any (p_ids) order by id for update;
end $$;

-- Stores an event that was changed, moved or (where there is no document) removed, as event_create does.
--
-- p_tag_before, p_before, p_addresses_before and p_organizer_before are what the caller has seen.
create function event_change(
    p_id text, p_tag_before bigint, p_before text, p_addresses_before text[], p_organizer_before bigint,
    p_calendar_before bigint, p_calendar bigint, p_starts_at bigint, p_ends_at bigint, p_size smallint, p_search text,
    p_organizer bigint, p_tag bigint, p_document text, p_link text, p_addresses text[], p_declined boolean[],
    p_named text[], p_known text[], p_upstream text, p_writer bigint, p_files bigint[], p_reason text, p_actor text,
    p_changed text, p_endings text[], p_now bigint)
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
    if not found or v_event.edit_tag <> p_tag_before or v_event.calendar_id <> p_calendar_before then
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
    v_before := event_audience(p_calendar_before, p_addresses_before);
    if p_document is null then
        delete from event where id = p_id;
        delete from attachment_link where holder = p_id;
    else
        v_after := event_audience(p_calendar, p_addresses);
        update event set calendar_id = p_calendar, starts_at = p_starts_at, ends_at = p_ends_at, size = p_size,
            search = p_search, organizer = p_organizer, meeting_link = p_link, edit_tag = p_tag, modified_at = p_now,
            document = p_document where id = p_id;
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
    v_audience := array(select unnest(v_before) union select unnest(v_after) order by 1);
    insert into change (kind, subject, calendar_id, former_calendar_id, reason, actor, changed, old_tag, new_tag, committed_at,
            audience, before_of, after_of, documents, endings)
        values ('event', p_id, p_calendar, nullif(p_calendar_before, p_calendar), p_reason, p_actor, p_changed, p_tag_before,
            p_tag, p_now, v_audience, event_seen(v_audience, v_before, p_organizer_before, 1),
            event_seen(v_audience, v_after, p_organizer, 2), array_remove(array[p_before, p_document], null), p_endings)
        returning position into v_position;
    return v_position;
end $$;
