\set zuid 100000000001 + random(0, 15)
\set id random(4000000000000000000, 9000000000000000000)
\set starts :from + random(1, 44640) * 60000
with e as (
    insert into event
    values (:id, gen_random_uuid(), :zuid, :zuid, 'normal_event', 'Planning 500000', '', 'Room 1', :starts,
        :starts::bigint + 1800000, 'Europe/Berlin', false,
        '[{"status":"yet_to_respond","name":"Account 100000000002","email":"account1@example.com","id":"100000000002"},{"status":"yet_to_respond","name":"Account 100000000003","email":"account2@example.com","id":"100000000003"}]',
        '[{"type":"popup","minutes":10}]', :from)
    returning id, calendar_id)
insert into change (calendar_id, event_id, kind, committed_at) select calendar_id, id, 'created', :from from e;
