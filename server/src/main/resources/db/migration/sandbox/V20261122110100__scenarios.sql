-- What is to go wrong with the next calls or webhooks of a company.
create table sandbox.scenario (
    company_id bigint not null,
    id bigint generated always as identity,
    name text not null,
    rule jsonb not null,
    seed bigint not null,
    times int not null check (times > 0),
    -- How many calls fitted, and how many of these were spoiled.
    tried int not null default 0,
    used int not null default 0,
    created_at timestamptz not null,
    primary key (company_id, id)
);
select platform.fence_tenant('sandbox.scenario');
grant select, insert, update, delete on sandbox.scenario to ${app};
grant select on sandbox.scenario to ${platform};
