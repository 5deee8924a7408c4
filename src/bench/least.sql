-- The least SQL that stores and returns the facts of an event: one row an event, its attendees and reminders as JSON in it,
-- one index range for a list, and a log of one row a change. Nobody but the owner sees an event here, and nothing is checked.
-- The same events as in seed.sql. What is asked of them: least/*.sql.
\set ON_ERROR_STOP 1
create table account (
    zuid  bigint primary key,
    email text   not null,
    name  text   not null
);
create table event (
    id          text    primary key,
    entity_id   uuid    not null,
    calendar_id bigint  not null,
    owner       bigint  not null references account,
    type        text    not null,
    title       text    not null,
    description text    not null,
    location    text    not null,
    starts_at   bigint  not null,
    ends_at     bigint  not null,
    timezone    text    not null,
    all_day     boolean not null,
    attendees   json    not null,
    reminders   json    not null,
    edit_tag    bigint  not null
);
-- The end is in the index: what is over is passed by without reading its row.
create index event_window on event (owner, starts_at, ends_at);
create table change (
    position     bigint generated always as identity primary key,
    calendar_id  bigint not null,
    event_id     text   not null,
    kind         text   not null,
    committed_at bigint not null
);

insert into account
select zuid, 'account' || zuid || '@example.com', 'Account ' || zuid
from (select :near::bigint as zuid union all select :far union all select :first + n from generate_series(0, 15) n
      union all select 300000000000 + n from generate_series(1, 5000) n) a;

insert into event
select id, gen_random_uuid(), owner, owner, 'normal_event', 'Planning ' || number, '', 'Room 1', starts_at, starts_at + 1800000,
       'Europe/Berlin', false,
       '[{"status":"yet_to_respond","name":"Account 100000000002","email":"account1@example.com","id":"100000000002"},'
           '{"status":"yet_to_respond","name":"Account 100000000003","email":"account2@example.com","id":"100000000003"}]',
       '[{"type":"popup","minutes":10}]', :now
from (select :near::bigint as owner, n as number, (1000000000000000000 + n)::text as id,
             :now + n * 12 * 3600000::bigint as starts_at
      from generate_series(1, 50) n
      union all
      select :far, n, (2000000000000000000 + n)::text, :now + n * 12 * 3600000::bigint from generate_series(1, 50) n
      union all
      select :far, n, (3000000000000000000 + n)::text, :now - n * 3600000::bigint from generate_series(2, 100001) n) e;
vacuum analyze;
