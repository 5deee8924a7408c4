-- For the two accounts near and far: each has the same fifty events in the coming month, each of them with two attendees
-- and a reminder; the second one has a hundred thousand more in the years before.
\set ON_ERROR_STOP 1
-- Enough other accounts for an index on them to matter.
insert into account (zuid, email, name, timezone, created_at)
select 300000000000 + n, 'other' || n || '@example.com', 'Other ' || n, 'Europe/Berlin', :now from generate_series(1, 5000) n;

create temporary table wanted as
select owner, number, id, starts_at
from (select :near::bigint as owner, n as number, (1000000000000000000 + n)::text as id,
             :now + n * 12 * 3600000::bigint as starts_at
      from generate_series(1, 50) n
      union all
      select :far, n, (2000000000000000000 + n)::text, :now + n * 12 * 3600000::bigint from generate_series(1, 50) n
      union all
      select :far, n, (3000000000000000000 + n)::text, :now - n * 3600000::bigint from generate_series(2, 100001) n) e;

insert into event (id, entity_id, calendar_id, type, title, description, location, starts_at, ends_at, timezone, all_day,
                   creator, organizer, reminders, edit_tag, created_at, modified_at)
select w.id, gen_random_uuid(), c.id, 'normal_event', 'Planning ' || w.number, '', 'Room 1', w.starts_at,
       w.starts_at + 1800000, 'Europe/Berlin', false, w.owner, w.owner, 'popup 10', :now, :now, :now
from wanted w join calendar c on c.owner = w.owner;

insert into attendee (event_id, position, email, status, starts_at, ends_at)
select w.id, p, 'account' || (p + 1) || '@example.com', 'yet_to_respond', w.starts_at, w.starts_at + 1800000
from wanted w, generate_series(0, 1) p;

-- The calendars of the accounts that write, under numbers that pgbench can draw.
update calendar set id = 500000000000000 + owner - :first where owner between :first and :first + 15;
vacuum analyze;
