-- Catchers of webhooks. The id is unguessable and the only key that a sender has.
create table sandbox.hook (
    company_id bigint not null,
    id text not null,
    label text,
    -- What the next deliveries are answered: this status, so late, so many times (null: from now on).
    status int not null default 200 check (status between 200 and 599),
    delay_millis bigint not null default 0,
    times int check (times > 0),
    created_at timestamptz not null,
    primary key (company_id, id)
);
select platform.fence_tenant('sandbox.hook');
grant select, insert, update, delete on sandbox.hook to ${app};
grant select on sandbox.hook to ${platform};

create table sandbox.received (
    company_id bigint not null,
    id bigint generated always as identity,
    hook_id text not null,
    at timestamptz not null,
    method text not null,
    query text,
    headers jsonb not null,
    body bytea not null,
    answered int not null,
    primary key (company_id, id)
);
create index received_by_hook on sandbox.received (company_id, hook_id, id);
select platform.fence_tenant('sandbox.received');
grant select, insert, delete on sandbox.received to ${app};
grant select on sandbox.received to ${platform};
