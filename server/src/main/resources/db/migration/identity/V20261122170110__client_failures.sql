-- The wrong secrets of an API client in a row, by the address that sent them.
create table identity.client_failure (
    client bigint not null references identity.api_client,
    address text not null,
    failures integer not null,
    locked_until timestamptz,
    -- When it was tried last, or until when it is locked, whichever is later.
    last_at timestamptz not null,
    primary key (client, address)
);
create index client_failure_by_age on identity.client_failure (last_at);
grant select, insert, update, delete on identity.client_failure to ${app};
