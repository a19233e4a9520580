-- Answers kept by Idempotency-Key. Neither the key nor the request is kept, only keyed hashes of them.
create table platform.idempotent_answer (
    -- 0: an operator's call that was about no company.
    company_id bigint not null,
    client_id text not null,
    route text not null,
    key_hash text not null,
    request_hash text not null,
    created_at timestamptz not null,
    -- Until when nobody else may make the call that this row was claimed for.
    claimed_until timestamptz not null,
    -- Null while the call is under way.
    status int,
    headers text[],
    body bytea,
    primary key (company_id, client_id, route, key_hash),
    check ((status is null) = (headers is null) and (status is null) = (body is null))
);
create index idempotent_answer_by_age on platform.idempotent_answer (company_id, created_at);
select platform.fence_tenant('platform.idempotent_answer');
grant select, insert, update, delete on platform.idempotent_answer to ${app};
grant select on platform.idempotent_answer to ${platform};
