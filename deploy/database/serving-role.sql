-- What the role that serves may do: read and write rows, and nothing to the schema. Run it as the role that migrates
-- (the owner of the database), after a role that may create roles, such as a superuser, has made almanac_serving:
--
--   create role almanac_serving login password '...';
--
-- It may be run before the first migration, and as often as one likes. Tables of later migrations are covered.
grant usage on schema public to almanac_serving;
grant select, insert, update, delete on all tables in schema public to almanac_serving;
alter default privileges in schema public grant select, insert, update, delete on tables to almanac_serving;

-- The history of the schema is for reading.
do $$
begin
  if to_regclass('flyway_schema_history') is not null then
    revoke insert, update, delete on flyway_schema_history from almanac_serving;
  end if;
end
$$;
