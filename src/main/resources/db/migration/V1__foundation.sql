-- Windows of time are looked up per calendar and per attendee: one GiST index over (owner of the row, range).
create extension if not exists btree_gist;

create table account (
    zuid       bigint primary key,
    email      text   not null,
    name       text   not null,
    timezone   text   not null,
    created_at bigint not null
);
create unique index account_email on account (lower(email));

create table access_token (
    id         bigint primary key generated always as identity,
    zuid       bigint not null references account on delete cascade,
    hash       bytea  not null unique,
    scopes     text   not null,
    label      text   not null,
    created_at bigint not null,
    expires_at bigint
);
create index access_token_zuid on access_token (zuid);

create table admin_token (
    id   int primary key check (id = 1),
    hash bytea not null
);

create table idempotency_key (
    zuid        bigint not null references account on delete cascade,
    call        text   not null,
    key         text   not null,
    fingerprint text   not null,
    answer      text,
    created_at  bigint not null,
    primary key (zuid, call, key)
);
create index idempotency_key_age on idempotency_key (created_at);

create table calendar (
    id                  bigint  primary key,
    uid                 text    not null unique,
    code                text    not null,
    owner               bigint  not null references account on delete cascade,
    name                text    not null,
    description         text    not null,
    color               text    not null,
    textcolor           text    not null,
    timezone            text    not null,
    is_default          boolean not null,
    visible             boolean not null,
    enabled             boolean not null,
    include_in_freebusy boolean not null,
    can_send_mail       boolean not null,
    position            int     not null,
    reminders           text    not null,
    created_at          bigint  not null,
    modified_at         bigint  not null,
    ctag                bigint  not null,
    last_modified_at    bigint  not null,
    emptied_at          bigint  not null
);
create index calendar_owner on calendar (owner);
create unique index calendar_default on calendar (owner) where is_default;

create table share (
    calendar_id bigint  not null references calendar on delete cascade,
    zuid        bigint  not null references account on delete cascade,
    privilege   text    not null check (privilege in ('view', 'edit')),
    visible     boolean not null,
    enabled     boolean not null,
    position    int     not null,
    primary key (calendar_id, zuid)
);
create index share_zuid on share (zuid);

create table attachment (
    id           bigint primary key,
    owner        bigint not null references account on delete cascade,
    name         text   not null,
    size         bigint not null,
    content_type text   not null,
    uploaded_at  bigint not null
);
create index attachment_age on attachment (uploaded_at);

create table event (
    id              text      primary key,
    entity_id       uuid      not null unique,
    calendar_id     bigint    not null references calendar on delete cascade,
    type            text      not null,
    title           text      not null,
    description     text      not null,
    location        text      not null,
    starts_at       bigint    not null,
    ends_at         bigint    not null,
    timezone        text      not null,
    all_day         boolean   not null,
    creator         bigint    not null references account,
    organizer       bigint    not null references account,
    meeting_link    text,
    reminders       text      not null,
    edit_tag        bigint    not null,
    created_at      bigint    not null,
    modified_at     bigint    not null,
    -- What recurrence needs: the rule of a series; and, for a changed occurrence, its series and its original start.
    recurrence_rule text,
    series_id       text      references event on delete cascade,
    recurrence_id   text,
    -- Where a mirrored event comes from; null for one that lives here.
    origin          text,
    span            int8range not null generated always as (int8range(starts_at, ends_at)) stored,
    check (ends_at > starts_at)
);
create index event_window on event using gist (calendar_id, span);

create table attendee (
    event_id  text      not null references event on delete cascade,
    position  int       not null,
    email     text      not null,
    status    text      not null,
    starts_at bigint    not null,
    ends_at   bigint    not null,
    -- The address as it is compared; and the event's time, so that an invitee's window costs what is in it.
    address   text      not null generated always as (lower(email)) stored,
    span      int8range not null generated always as (int8range(starts_at, ends_at)) stored,
    primary key (event_id, position)
);
create unique index attendee_once on attendee (event_id, address);
create index attendee_window on attendee using gist (address, span);

create table attachment_link (
    holder        text   not null,
    attachment_id bigint not null references attachment on delete cascade,
    position      int    not null,
    primary key (holder, position)
);
create index attachment_link_attachment on attachment_link (attachment_id);
