-- What nobody else may read. Values are sealed with a data key, data keys are wrapped by the master key, which is not
-- in the database.
create schema vault;
grant usage on schema vault to ${app}, ${platform};

create table vault.data_key (
    id integer generated always as identity primary key,
    wrapped bytea not null,
    created_at timestamptz not null
);
grant select, insert on vault.data_key to ${app};

create table vault.card (
    company_id bigint not null,
    token text not null,
    key_id integer not null,
    number bytea not null,
    expiry date not null,
    -- A keyed hash of the number, to find it by.
    fingerprint bytea not null,
    -- A keyed hash of the PIN and the token; null where none is set.
    pin_block text,
    wrong_pins smallint not null default 0 check (wrong_pins between 0 and 3),
    created_at timestamptz not null,
    primary key (company_id, token),
    unique (company_id, fingerprint)
);
create index card_by_key on vault.card (company_id, key_id);
select platform.fence_tenant('vault.card');
grant select, insert, update on vault.card to ${app};
grant select (company_id, key_id) on vault.card to ${platform};

create table vault.sealed_text (
    company_id bigint not null,
    token text not null,
    kind text not null,
    key_id integer not null,
    sealed bytea not null,
    created_at timestamptz not null,
    primary key (company_id, token)
);
create index sealed_text_by_key on vault.sealed_text (company_id, key_id);
select platform.fence_tenant('vault.sealed_text');
grant select, insert, update on vault.sealed_text to ${app};
grant select (company_id, key_id) on vault.sealed_text to ${platform};
