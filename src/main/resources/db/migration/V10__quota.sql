-- The counts of requests that several nodes share. They matter for minutes, so they are not written to the WAL: a crash
-- of the server empties the table, and its locks are in quota_lock. Times are in ms of the database's clock.
create unlogged table quota_ledger (
    zuid         bigint   not null,
    call         text     not null,
    -- When each admitted request of the window was counted, oldest first.
    times        bigint[] not null,
    locked_until bigint   not null,
    -- When the row was used last.
    last         bigint   not null,
    -- When neither requests nor a lock are left.
    expires      bigint   not null,
    primary key (zuid, call)
) with (fillfactor = 70);

-- Running locks, whatever counts the requests: they outlive a restart of the service and of the database.
create table quota_lock (
    zuid         bigint not null,
    call         text   not null,
    locked_until bigint not null,
    -- The length of the lock in ms: a clock that is set back does not prolong it.
    lasts        bigint not null,
    primary key (zuid, call)
);

-- The open streams of each user over all nodes: a row is a place, and is free from its end on.
create unlogged table open_stream (
    zuid    bigint not null,
    place   int    not null,
    stream  uuid   not null,
    expires bigint not null,
    primary key (zuid, place)
) with (fillfactor = 70);
create index open_stream_stream on open_stream (stream);
