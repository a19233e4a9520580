-- What happened: requests with their answers, and what came from them. Masked before it is written, kept up to a size.
-- Company 0 stands for requests that no company is known of.
create table sandbox.event (
    company_id bigint not null,
    id bigint generated always as identity,
    at timestamptz not null,
    business_at timestamptz not null,
    kind text not null,
    request_id text,
    method text,
    path text,
    status int,
    detail jsonb not null,
    bytes int not null,
    primary key (company_id, id)
);
create index event_of_request on sandbox.event (company_id, request_id) where request_id is not null;
select platform.fence_tenant('sandbox.event');
grant select, insert, delete on sandbox.event to ${app};
grant select on sandbox.event to ${platform};
