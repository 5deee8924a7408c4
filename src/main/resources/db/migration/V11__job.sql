-- Background work that one node at a time does: until when a node has it, in epoch ms, and how far it is done.
create table job (
    name         text primary key,
    leased_until bigint not null,
    done_to      text
);

-- Attachments whose rows are gone and whose contents are still to be removed from their store.
create table removed_attachment (
    id          bigint primary key,
    uploaded_at bigint not null
);
