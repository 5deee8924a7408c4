-- For the two accounts near and far: each has the same fifty events in the coming month, each of them with two attendees
-- and a reminder; the second one has a hundred thousand more in the years before. Each account has one event, which the
-- service has stored: the others are written like it.
\set ON_ERROR_STOP 1
-- Enough other accounts for an index on them to matter.
insert into account (zuid, email, address, name, timezone, created_at)
select 300000000000 + n, 'other' || n || '@example.com', 'other' || n || '@example.com', 'Other ' || n, 'Europe/Berlin', :now
from generate_series(1, 5000) n;

create temporary table model as
select e.*, substring(e.document from '"entity_id":"([^"]*)"') as entity,
       substring(e.document from '"title":"([^"]*)"') as title
from event e where e.organizer in (:near, :far);

create temporary table wanted as
select owner, number, id, starts_at
from (select :near::bigint as owner, n as number, (1000000000000000000 + n)::text as id,
             :now + n * 12 * 3600000::bigint as starts_at
      from generate_series(1, 50) n
      union all
      select :far, n, (2000000000000000000 + n)::text, :now + n * 12 * 3600000::bigint from generate_series(1, 50) n
      union all
      select :far, n, (3000000000000000000 + n)::text, :now - n * 3600000::bigint from generate_series(2, 100001) n) e;

insert into event (id, calendar_id, starts_at, ends_at, size, search, organizer, edit_tag, created_at, modified_at, document)
select w.id, m.calendar_id, w.starts_at, w.starts_at + 1800000, m.size, 'planning ' || w.number, w.owner, m.edit_tag, :now,
       :now,
       replace(replace(replace(replace(replace(m.document, m.id, w.id), m.entity, gen_random_uuid()::text),
           '"' || m.title || '"', '"Planning ' || w.number || '"'),
           '"start_time":' || m.starts_at, '"start_time":' || w.starts_at),
           '"end_time":' || m.ends_at, '"end_time":' || (w.starts_at + 1800000))
from wanted w join model m on m.organizer = w.owner;

insert into invitation (address, event_id, declined, starts_at, ends_at, size)
select i.address, w.id, i.declined, w.starts_at, w.starts_at + 1800000, i.size
from wanted w join model m on m.organizer = w.owner join invitation i on i.event_id = m.id;

delete from invitation where event_id in (select id from model);
delete from event where id in (select id from model);

-- The calendars of the accounts that write, under numbers that pgbench can draw.
update calendar set id = 500000000000000 + owner - :first where owner between :first and :first + 15;
vacuum analyze;
