-- A code that counts no more is not sent any more: which message carries it.
alter table messages.challenge add column message_id text;

-- How often something was sent lately, by a name: to one address (a keyed hash), alerts of a kind. All moments are the
-- machines'.
create table messages.sending (
    company_id bigint not null,
    name text not null,
    -- In milliseconds since 1970.
    sent_millis bigint[] not null,
    -- When none of it counts any more.
    over_at timestamptz not null,
    primary key (company_id, name)
);
select platform.fence_tenant('messages.sending');
grant select, insert, update, delete on messages.sending to ${app};
grant select on messages.sending to ${platform};
