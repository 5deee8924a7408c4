-- How many events lie in a calendar, up to change_log.counted, as its ctag is: what a user may store is compared with it.
alter table calendar add column events bigint not null default 0;

-- Nobody counts meanwhile. What is in the log beyond the mark is added later, so it is left out here.
do $$ begin perform 1 from change_log for update; end $$;
update calendar c set events = n.events from (
    select id, sum(events) as events from (
        select calendar_id as id, count(*) as events from event group by calendar_id
        union all
        select h.calendar_id, -((h.old_tag is null)::int - (h.new_tag is null)::int + (h.former_calendar_id is not null)::int)
            from change h where h.kind = 'event' and h.position > (select counted from change_log)
        union all
        select h.former_calendar_id, 1
            from change h where h.kind = 'event' and h.former_calendar_id is not null
                and h.position > (select counted from change_log)) part
    group by id) n
    where n.id = c.id;

-- Tokens are counted by their user, and removed by their end.
create index feed_token_zuid on feed_token (zuid, expires_at);
create index feed_token_end on feed_token (expires_at);
create index access_token_end on access_token (expires_at) where expires_at is not null;

-- Documents that the program writes anew, once and behind those who call: what for, and the last event that was looked at.
create table rewrite (
    name  text primary key,
    after text not null
);
insert into rewrite values ('whole-days', '');

-- Takes an idempotency key, or finds that it was taken. A request on another node that has the key is waited for, longer than
-- other locks are: what it comes to is the answer of this one, too.
create function idempotency_claim(
    p_zuid bigint, p_call text, p_key text, p_fingerprint text, p_now bigint, p_expiry bigint)
returns boolean language plpgsql set lock_timeout = '8s' as $$
begin
    insert into idempotency_key (zuid, call, key, fingerprint, created_at)
        values (p_zuid, p_call, p_key, p_fingerprint, p_now)
        on conflict (zuid, call, key) do update
            set fingerprint = excluded.fingerprint, created_at = excluded.created_at, answer = null
            where idempotency_key.created_at < p_expiry;
    return found;
end $$;
