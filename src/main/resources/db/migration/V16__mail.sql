-- The language of mails to an account, such as `de`; null for that of the service.
alter table account add column language text;

-- The next time that each e-mail reminder of an event is due. The service arms them from the log, so a row may outlive its event:
-- whoever finds it due looks at the event.
create table alarm (
    -- The event, or an exception of a series.
    event_id      text   not null,
    minutes       int    not null,
    starts_at     bigint not null,
    -- Which occurrence of a series begins then; null for another event.
    recurrence_id text,
    due_at        bigint not null,
    -- The start for which mails were written last: none is written for it again.
    mailed_for    bigint,
    primary key (event_id, minutes)
);
create index alarm_due on alarm (due_at);

-- Mails that are to be sent, one row for each recipient. A mail that was sent has no row.
create table mail (
    id            bigint primary key generated always as identity,
    kind          text    not null check (kind in ('reminder', 'invitation', 'change', 'cancellation')),
    address       text    not null,
    event_id      text    not null,
    -- Of a reminder: the occurrence, when it begins, and how long before it is told.
    recurrence_id text,
    starts_at     bigint,
    minutes       int,
    -- Of the other kinds: the event that they tell of, as it was then.
    document      text,
    created_at    bigint  not null,
    -- When a node may take it. A node that has taken it moves this on, so that another one takes it if the node dies.
    due_at        bigint  not null,
    -- From when it is of no use any more.
    expires_at    bigint  not null,
    attempts      int     not null default 0,
    is_taken      boolean not null default false,
    -- When it was given up, and why it was refused last.
    failed_at     bigint,
    error         text
);
create index mail_due on mail (due_at, id) where failed_at is null;
create index mail_failed on mail (failed_at) where failed_at is not null;
create index mail_event on mail (event_id, address) where kind <> 'reminder';

-- How many mails were sent in a minute, by all nodes.
create table mail_rate (
    id     int    primary key check (id = 1),
    minute bigint not null,
    sent   int    not null
);
insert into mail_rate values (1, 0, 0);

-- Signs the links by which guests answer. A link is no good any more once its key is replaced.
create table mail_key (
    id     int  primary key check (id = 1),
    secret text not null
);
insert into mail_key values (1, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

-- Takes mails that are due, within the limit of a minute, until a moment from which they are due again.
create function mail_take(p_now bigint, p_until bigint, p_most int, p_per_minute int)
returns setof mail language plpgsql as $$
declare
    v_left int;
    v_taken int;
begin
    if not exists (select from mail where failed_at is null and due_at <= p_now) then
        return;
    end if;
    update mail_rate set sent = case when minute = p_now / 60000 then sent else 0 end, minute = p_now / 60000 where id = 1
        returning least(p_most, p_per_minute - sent) into v_left;
    if v_left <= 0 then
        return;
    end if;
    -- Materialized: a plan that ran the inner query again would take more than the limit.
    return query with due as materialized (
            select d.id from mail d where d.failed_at is null and d.due_at <= p_now
            order by d.due_at, d.id limit v_left for update skip locked)
        update mail m set due_at = p_until, attempts = m.attempts + 1, is_taken = true
        from due where m.id = due.id
        returning m.*;
    get diagnostics v_taken = row_count;
    update mail_rate set sent = sent + v_taken where id = 1;
end $$;

-- Adds a mail about an event to a guest, in the place of one that was not sent yet.
create function mail_tell(
    p_kind text, p_address text, p_event text, p_document text, p_now bigint, p_expires bigint)
returns void language plpgsql as $$
declare
    v_had text[];
begin
    with gone as (
        delete from mail where event_id = p_event and address = p_address and kind <> 'reminder'
            and not is_taken and failed_at is null
        returning kind)
    select coalesce(array_agg(kind), '{}') into v_had from gone;
    if p_kind = 'cancellation' and 'invitation' = any (v_had) then
        -- The guest was told of nothing yet.
        return;
    end if;
    insert into mail (kind, address, event_id, document, created_at, due_at, expires_at)
        values (case when p_kind = 'change' and 'invitation' = any (v_had) then 'invitation' else p_kind end,
            p_address, p_event, p_document, p_now, p_now, p_expires);
end $$;
