-- What an event has of the iCalendar file that it was imported from. An event that was not imported has no row; an
-- exception is in the row of its series.
create table ical (
    event_id    text    primary key references event on delete cascade,
    calendar_id bigint  not null,
    -- What names it in all files, and its revision there.
    uid         text    not null,
    sequence    int     not null,
    -- When it was last changed, by the file, epoch ms; 0 if the file does not say.
    modified    bigint  not null,
    -- The tag that the event got by the import: a higher one says that it was changed here since. Of a series its
    -- resource_tag.
    tag         bigint  not null,
    -- A fingerprint of what was read.
    digest      text    not null,
    -- The content lines that an event has no fields for.
    rest        text    not null
);
create index ical_uid on ical (calendar_id, uid);

-- An event that moves to another calendar takes its row along.
create function ical_move() returns trigger language plpgsql as $$
begin
    update ical set calendar_id = new.calendar_id where event_id = new.id;
    return null;
end $$;
create trigger ical_move after update of calendar_id on event
    for each row when (old.calendar_id <> new.calendar_id) execute function ical_move();
