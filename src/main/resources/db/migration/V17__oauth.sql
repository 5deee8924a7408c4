-- Programs that act for accounts, and what accounts have granted them.
create table oauth_client (
    id            text   primary key,
    name          text   not null,
    -- SHA-256; null for a public client, which has no secret.
    secret_hash   bytea,
    redirect_uris text[] not null,
    scopes        text   not null,
    -- The account that it acts as without a person; null for none.
    zuid          bigint references account on delete cascade,
    created_at    bigint not null,
    -- From when it is refused, while its grants are being removed.
    removed_at    bigint
);
create index oauth_client_zuid on oauth_client (zuid) where zuid is not null;
create index oauth_client_removed on oauth_client (removed_at) where removed_at is not null;

create table oauth_grant (
    id            bigint  primary key generated always as identity,
    client_id     text    not null references oauth_client on delete cascade,
    zuid          bigint  not null references account on delete cascade,
    scopes        text    not null,
    -- The access token by which the person approved; the grant ends with it.
    parent        bigint  references access_token on delete cascade,
    -- SHA-256 of the lasting part of the refresh token; null for a grant without one.
    refresh_hash  bytea   unique,
    -- SHA-256 of the part that changes with each use; null for a confidential client.
    rotation_hash bytea,
    -- The code that it was made of, to recognize a second use.
    code_hash     bytea   unique,
    -- Whether the client acts as its own account.
    is_own        boolean not null default false,
    created_at    bigint  not null,
    used_at       bigint  not null
);
create index oauth_grant_account on oauth_grant (zuid, id);
create index oauth_grant_client on oauth_grant (client_id, zuid, id);
create index oauth_grant_parent on oauth_grant (parent) where parent is not null;
create index oauth_grant_passing on oauth_grant (used_at) where refresh_hash is null and not is_own;
create unique index oauth_grant_own on oauth_grant (client_id) where is_own;

-- Codes that were not exchanged yet.
create table oauth_code (
    hash         bytea   primary key,
    client_id    text    not null references oauth_client on delete cascade,
    zuid         bigint  not null references account on delete cascade,
    scopes       text    not null,
    parent       bigint  references access_token on delete cascade,
    redirect_uri text    not null,
    challenge    text,
    is_offline   boolean not null,
    expires_at   bigint  not null
);
create index oauth_code_end on oauth_code (expires_at);
create index oauth_code_client on oauth_code (client_id);
create index oauth_code_zuid on oauth_code (zuid);
create index oauth_code_parent on oauth_code (parent) where parent is not null;

alter table access_token add column grant_id bigint references oauth_grant on delete cascade;
create index access_token_grant on access_token (grant_id, id) where grant_id is not null;
create index access_token_grant_end on access_token (expires_at) where grant_id is not null;
