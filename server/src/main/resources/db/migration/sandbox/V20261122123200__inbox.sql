-- Mails and SMS that the sandbox's receivers took, the newest of each company.
create table sandbox.inbox (
    company_id bigint not null,
    id bigint generated always as identity,
    -- The same at every try of a message: a double is dropped.
    message_id text not null,
    at timestamptz not null,
    channel text not null check (channel in ('MAIL', 'SMS')),
    kind text not null,
    sender text not null,
    recipient text not null,
    subject text,
    text text not null,
    -- The code, where the message brings one.
    otp text,
    primary key (company_id, id),
    unique (company_id, message_id)
);
select platform.fence_tenant('sandbox.inbox');
grant select, insert, delete on sandbox.inbox to ${app};
grant select on sandbox.inbox to ${platform};
