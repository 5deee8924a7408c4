-- What removed events were called in the file that they were imported from, for the mails that say that they do not take place.
create table ical_removed (
    event_id   text   primary key,
    uid        text   not null,
    removed_at bigint not null
);
create index ical_removed_at on ical_removed (removed_at);

create function ical_remove() returns trigger language plpgsql as $$
begin
    insert into ical_removed values (old.event_id, old.uid, (extract(epoch from clock_timestamp()) * 1000)::bigint)
        on conflict do nothing;
    return null;
end $$;
create trigger ical_remove after delete on ical for each row execute function ical_remove();
