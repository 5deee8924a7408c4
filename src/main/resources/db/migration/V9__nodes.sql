-- The running processes on this database. All times are those of the database.
create table node (
    id         uuid   not null primary key,
    name       text   not null,
    version    text   not null,
    started_at bigint not null,
    seen_at    bigint not null,
    skew_ms    bigint not null
);

-- The history that the log belongs to: the identifier of the database cluster, the database and the timeline. It
-- changes when a standby is promoted or a dump is restored, and then positions may be given out a second time.
alter table change_log add column origin text;
