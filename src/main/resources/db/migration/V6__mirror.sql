-- What one node knows of a link every node knows: what the last round passed over (a list of objects), and a fingerprint of
-- the calendars as they were heard last (null where all of them are to be looked at again).
alter table upstream_link
    add column skipped         jsonb not null default '[]',
    add column calendars_heard text;

-- A request with a key is sent by who holds its row until the lease ends. What was not sent yet can have done nothing. A row
-- that is old is swept.
alter table upstream_intent
    add column sent         boolean not null default true,
    add column holder       uuid,
    add column leased_until bigint  not null default 0;
create index upstream_intent_age on upstream_intent (sent_at);
