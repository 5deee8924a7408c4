select e.id, e.entity_id, e.calendar_id, e.type, e.title, e.description, e.location, e.starts_at, e.ends_at, e.timezone, e.all_day,
    e.attendees, e.reminders, e.edit_tag, a.zuid, a.name, a.email
from event e join account a on a.zuid = e.owner
where e.owner = :zuid and e.starts_at < :to and e.ends_at > :from order by e.starts_at;
