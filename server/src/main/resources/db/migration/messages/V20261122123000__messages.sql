-- Mails and SMS on their way out, and the codes that people were sent.
create schema messages;
grant usage on schema messages to ${app}, ${platform};

-- The outbox and the log in one.
create table messages.message (
    company_id bigint not null,
    id bigint generated always as identity,
    public_id text not null,
    channel text not null check (channel in ('MAIL', 'SMS')),
    -- The template's name.
    kind text not null,
    -- The address as lists show it.
    shown text not null,
    -- Address, subject and text, wrapped; gone once it was sent or given up.
    content bytea,
    request_id text,
    state text not null check (state in ('WAITING', 'SENT', 'FAILED')),
    reason text,
    attempts integer not null default 0,
    created_at timestamptz not null,
    -- The next try, in the company's time.
    due_at timestamptz not null,
    ended_at timestamptz,
    -- After this it is of no use to anybody, in the machines' time.
    useful_until timestamptz,
    -- Who tries now and until when, in the machines' time.
    lease uuid,
    leased_until timestamptz,
    primary key (company_id, id),
    unique (company_id, public_id),
    check ((state = 'WAITING') = (content is not null))
);
create index message_due on messages.message (company_id, due_at, id) where state = 'WAITING';
create index message_by_end on messages.message (company_id, ended_at) where state <> 'WAITING';
select platform.fence_tenant('messages.message');
grant select, insert, update, delete on messages.message to ${app};
grant select on messages.message to ${platform};

-- One row a purpose and subject: the newest code, as a keyed hash. All moments are the machines'.
create table messages.challenge (
    company_id bigint not null,
    purpose text not null,
    subject text not null,
    public_id text not null,
    -- Null once it was used or ended.
    hash bytea,
    tries integer not null,
    expires_at timestamptz not null,
    -- When codes were sent in the hour before the last one, in milliseconds since 1970.
    sent_millis bigint[] not null,
    primary key (company_id, purpose, subject)
);
select platform.fence_tenant('messages.challenge');
grant select, insert, update, delete on messages.challenge to ${app};
grant select on messages.challenge to ${platform};
