-- A repeated request is answered with the cursor of the first.
alter table idempotency_key add column cursor text;
