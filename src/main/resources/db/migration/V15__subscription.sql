-- Addresses from which calendar programs read a calendar without a login. They end with the account, the calendar,
-- and, when they are read, with the account's access to the calendar.
create table ics_link (
    id          bigint primary key generated always as identity,
    zuid        bigint not null references account on delete cascade,
    calendar_id bigint not null references calendar on delete cascade,
    hash        bytea  not null unique,
    label       text   not null,
    detail      text   not null check (detail in ('full', 'busy')),
    created_at  bigint not null
);
create index ics_link_calendar on ics_link (calendar_id, zuid);
create index ics_link_zuid on ics_link (zuid);
