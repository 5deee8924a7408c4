-- Calendars that are mirrored: from where, and since when nothing was heard. What is written into one is written there first.
alter table calendar
    add column upstream     text,
    add column behind_since bigint;

-- People of a mirrored event who have no account here: name, address and id, as they were heard.
alter table event
    drop column origin,
    add column creator_elsewhere   text[],
    add column organizer_elsewhere text[];
alter table attendee
    add column name   text,
    add column person text;

-- Accounts that are linked to an account elsewhere. Secrets are sealed; the seal names its key.
create table upstream_link (
    zuid              bigint  primary key references account on delete cascade,
    base_url          text    not null,
    accounts_url      text,
    client_id         text,
    client_secret     bytea,
    refresh_token     bytea,
    access_token      bytea,
    access_expires_at bigint  not null,
    linked_at         bigint  not null,
    due_at            bigint  not null,
    leased_until      bigint  not null,
    attempted_at      bigint  not null,
    succeeded_at      bigint  not null,
    failures          int     not null,
    rounds            bigint  not null,
    is_behind         boolean not null,
    error_at          bigint,
    error_code        text,
    error_message     text
);
create index upstream_link_due on upstream_link (due_at);

-- What has been used of the quota elsewhere. It outlives links and restarts, as that quota does.
create table upstream_call (
    zuid         bigint   not null references account on delete cascade,
    call         text     not null,
    times        bigint[] not null,
    locked_until bigint   not null,
    primary key (zuid, call)
);

-- A calendar as a link sees it; several links may see one. The reference is what it is called there.
create table mirrored_calendar (
    calendar_id bigint not null references calendar on delete cascade,
    zuid        bigint not null references account on delete cascade,
    reference   text   not null,
    primary key (calendar_id, zuid)
);
create index mirrored_calendar_zuid on mirrored_calendar (zuid);

-- A mirrored event: the link that answers for it, what was heard last, and when it was last written through.
create table mirrored_event (
    event_id    text   primary key references event on delete cascade,
    zuid        bigint not null references account on delete cascade,
    reference   text   not null,
    tag         text   not null,
    fingerprint bytea  not null,
    first_at    bigint not null,
    written_at  bigint not null
);
create index mirrored_event_zuid on mirrored_event (zuid);

-- Events that were deleted through here: a list that was asked for before must not bring them back.
create table mirrored_gone (
    event_id text   not null,
    zuid     bigint not null references account on delete cascade,
    gone_at  bigint not null,
    primary key (event_id, zuid)
);

-- Uploads that were passed on, by the id that they have elsewhere.
create table mirrored_attachment (
    attachment_id bigint not null references attachment on delete cascade,
    zuid          bigint not null references account on delete cascade,
    reference     text   not null,
    primary key (attachment_id, zuid)
);

-- Requests with a key that were sent elsewhere and whose outcome may not be known.
create table upstream_intent (
    zuid    bigint not null references account on delete cascade,
    key     text   not null,
    sent_at bigint not null,
    primary key (zuid, key)
);
