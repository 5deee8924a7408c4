-- The log. Positions are given out before the commit, so a reader has to mind the gaps: one is either a transaction
-- that still runs or one that was rolled back, and which of the two is certain once every transaction has ended that
-- was writing to this table when the gap was first seen, which its lock on the table tells.
create table change (
    position     bigint   not null primary key generated always as identity,
    kind         text     not null,
    subject      text     not null,
    calendar_id  bigint   not null,
    reason       text     not null,
    actor        text     not null,
    changed      text     not null,
    old_tag      bigint,
    new_tag      bigint,
    committed_at bigint   not null,
    -- Who could see it before or can after, and for each of them the number of the document (from 1, 0 for none).
    audience     bigint[] not null,
    before_of    int[]    not null,
    after_of     int[]    not null,
    documents    text[]   not null
);
create index change_audience on change using gin (audience);
create index change_age on change (committed_at);

-- Which log this is, and up to where it was pruned: a cursor of another log, or from before, is no good.
create table change_log (
    id     text   not null,
    pruned bigint not null
);
insert into change_log values (substr(replace(gen_random_uuid()::text, '-', ''), 1, 8), 0);

create table feed_token (
    id           bigint primary key generated always as identity,
    zuid         bigint not null references account on delete cascade,
    parent       bigint not null references access_token on delete cascade,
    hash         bytea  not null unique,
    scopes       text   not null,
    calendar_ids text   not null,
    created_at   bigint not null,
    expires_at   bigint not null
);
create index feed_token_parent on feed_token (parent);
