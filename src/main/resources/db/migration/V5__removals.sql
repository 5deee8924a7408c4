-- The ends of things: whether somebody saw a thing until its end is looked up here when its earlier changes are read.
create index change_removed on change (subject, position) where new_tag is null and reason in ('deleted', 'mirrored');
