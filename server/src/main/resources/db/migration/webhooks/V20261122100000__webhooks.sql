-- Who hears what happens, and every notification with every try.
create schema webhooks;
grant usage on schema webhooks to ${app}, ${platform};

create table webhooks.endpoint (
    company_id bigint not null,
    id bigint generated always as identity,
    public_id text not null,
    -- The company's public id, which notifications carry.
    company text not null,
    -- NATIVE: made by the native routes. DOCUMENTED: the one of the documented call. ORDER: stands for the addresses
    -- that single orders name, and holds their secret.
    kind text not null check (kind in ('NATIVE', 'DOCUMENTED', 'ORDER')),
    url text,
    events text[] not null,
    description text,
    -- Static headers, wrapped: they often carry a token.
    headers bytea,
    certificate text,
    state text not null check (state in ('ENABLED', 'PAUSED', 'DISABLED', 'DELETED')),
    reason text,
    -- Since when nothing arrives, in the company's time; null while the last delivery arrived.
    failing_since timestamptz,
    times_disabled bigint not null default 0,
    secret bytea not null,
    previous_secret bytea,
    previous_until timestamptz,
    created_at timestamptz not null,
    primary key (company_id, id),
    unique (company_id, public_id),
    check ((kind = 'ORDER') = (url is null))
);
create unique index endpoint_documented on webhooks.endpoint (company_id)
    where kind = 'DOCUMENTED' and state <> 'DELETED';
create unique index endpoint_of_orders on webhooks.endpoint (company_id) where kind = 'ORDER';
select platform.fence_tenant('webhooks.endpoint');
grant select, insert, update on webhooks.endpoint to ${app};
grant select on webhooks.endpoint to ${platform};

-- The outbox and the log in one: a row an event and endpoint, written in the transaction of what happened.
create table webhooks.delivery (
    company_id bigint not null,
    id bigint generated always as identity,
    endpoint_id bigint not null,
    event_id text not null,
    type text not null,
    resource_type text not null,
    resource_id text not null,
    sequence bigint not null,
    url text,
    body text not null,
    checksummed boolean not null,
    request_id text,
    state text not null check (state in ('PENDING', 'DELIVERED', 'FAILED')),
    reason text,
    attempts integer not null default 0,
    created_at timestamptz not null,
    -- The next try, in the company's time.
    due_at timestamptz not null,
    ended_at timestamptz,
    -- Who tries now and until when, in the machines' time.
    lease uuid,
    leased_until timestamptz,
    replay_of bigint,
    primary key (company_id, id)
);
create index delivery_due on webhooks.delivery (company_id, endpoint_id, due_at, id) where state = 'PENDING';
create index delivery_by_event on webhooks.delivery (company_id, event_id);
create index delivery_by_age on webhooks.delivery (company_id, created_at);
select platform.fence_tenant('webhooks.delivery');
grant select, insert, update, delete on webhooks.delivery to ${app};
grant select on webhooks.delivery to ${platform};

create table webhooks.attempt (
    company_id bigint not null,
    delivery_id bigint not null,
    id bigint generated always as identity,
    at timestamptz not null,
    signed_at bigint not null,
    url text not null,
    request_headers text not null,
    -- Null where exactly the delivery's body was sent.
    request_body text,
    status integer,
    response_headers text,
    response_body bytea,
    micros bigint not null,
    outcome text not null,
    detail text not null,
    primary key (company_id, delivery_id, id)
);
select platform.fence_tenant('webhooks.attempt');
grant select, insert, delete on webhooks.attempt to ${app};
