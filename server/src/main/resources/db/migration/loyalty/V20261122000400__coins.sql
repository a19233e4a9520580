-- What an event earns, and every change of it. Coins themselves stand in the ledger.
create schema loyalty;
grant usage on schema loyalty to ${app}, ${platform};

create table loyalty.coin_event (
    company_id bigint not null,
    id bigint generated always as identity,
    public_id text not null,
    configuration text not null check (configuration in ('DEFAULT', 'CUSTOM')),
    event text not null,
    amount bigint not null check (amount between 1 and 1000000000),
    expires_after_days bigint check (expires_after_days > 0),
    budget bigint check (budget >= 0),
    daily_user_cap bigint check (daily_user_cap >= 0),
    active boolean not null,
    created_at timestamptz not null,
    primary key (company_id, id),
    unique (company_id, public_id)
);
-- One active configuration a company and event. Only the platform company holds DEFAULT ones, so that this also keeps
-- one default an event.
create unique index coin_event_in_force on loyalty.coin_event (company_id, event) where active;
-- The one default of an event, which every company may read.
create unique index coin_event_default on loyalty.coin_event (event) where active and configuration = 'DEFAULT';
create index coin_event_by_public_id on loyalty.coin_event (public_id);
select platform.fence_tenant('loyalty.coin_event');
create policy defaults_are_readable on loyalty.coin_event for select to ${app} using (configuration = 'DEFAULT');
grant select, insert, update on loyalty.coin_event to ${app};

create table loyalty.coin_event_change (
    company_id bigint not null,
    event_id bigint not null,
    number bigint not null,
    at timestamptz not null,
    actor text not null,
    changes jsonb not null,
    primary key (company_id, event_id, number)
);
select platform.fence_tenant('loyalty.coin_event_change');
grant select, insert on loyalty.coin_event_change to ${app};

create table loyalty.coin_setting (
    company_id bigint not null primary key,
    allow_negative_reversal boolean not null
);
select platform.fence_tenant('loyalty.coin_setting');
grant select, insert, update on loyalty.coin_setting to ${app};

-- Who changed the setting, when, to what: it decides whether a user may owe coins.
create table loyalty.coin_setting_change (
    company_id bigint not null,
    id bigint generated always as identity,
    at timestamptz not null,
    actor text not null,
    allow_negative_reversal boolean not null,
    primary key (company_id, id)
);
select platform.fence_tenant('loyalty.coin_setting_change');
grant select, insert on loyalty.coin_setting_change to ${app};
