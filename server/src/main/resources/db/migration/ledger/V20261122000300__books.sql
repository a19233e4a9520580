-- The books. Every table starts with the company, so that it can be distributed by it.
create schema ledger;
grant usage on schema ledger to ${app}, ${platform};

create sequence ledger.account_id;
create sequence ledger.transfer_id cache 50;
grant usage on sequence ledger.account_id, ledger.transfer_id to ${app};

-- An account and its four numbers. Half-empty pages keep updates heap-only: no index holds a column that changes.
create table ledger.account (
    company_id bigint not null,
    id bigint not null,
    kind text not null,
    owner bigint not null,
    asset text not null,
    normal text not null check (normal in ('DEBIT', 'CREDIT')),
    posted_debits bigint not null default 0 check (posted_debits >= 0),
    posted_credits bigint not null default 0 check (posted_credits >= 0),
    pending_debits bigint not null default 0 check (pending_debits >= 0),
    pending_credits bigint not null default 0 check (pending_credits >= 0),
    version bigint not null default 0,
    last_recorded_at timestamptz,
    -- The lowest that balance less holds may get; null for no bound. The second lock behind the rules in the program.
    floor bigint,
    -- Whether any of its value ends on a day; spares a look at ledger.lot.
    lotted boolean not null default false,
    primary key (company_id, id),
    unique (company_id, kind, owner),
    constraint not_below_floor check (
        floor is null
        or case normal
            when 'CREDIT' then posted_credits - posted_debits - pending_debits
            else posted_debits - posted_credits - pending_credits
        end >= floor)
) with (fillfactor = 50);
select platform.fence_tenant('ledger.account');
grant select, insert, update on ledger.account to ${app};
grant select on ledger.account to ${platform};

-- What a transfer came from, for ever: 128 bits of the SHA-256 of the source id, and of the request that it stood for.
create table ledger.source (
    company_id bigint not null,
    kind text not null,
    id_hash uuid not null,
    request_hash uuid not null,
    transfer_id bigint not null,
    primary key (company_id, kind, id_hash)
);
select platform.fence_tenant('ledger.source');
grant select, insert, delete on ledger.source to ${app};
grant select on ledger.source to ${platform};

create table ledger.transfer (
    company_id bigint not null,
    id bigint not null,
    recorded_at timestamptz not null,
    template text not null,
    phase text not null,
    source_kind text not null,
    source_id text not null,
    relates_to bigint,
    detail jsonb,
    primary key (company_id, id, recorded_at)
) partition by range (recorded_at);
select platform.fence_tenant('ledger.transfer');
grant select, insert on ledger.transfer to ${app};
grant select on ledger.transfer to ${platform};

create table ledger.entry (
    company_id bigint not null,
    account_id bigint not null,
    version bigint not null,
    transfer_id bigint not null,
    recorded_at timestamptz not null,
    side text not null check (side in ('DEBIT', 'CREDIT')),
    posted bigint not null check (posted >= 0),
    pending bigint,
    balance bigint not null,
    primary key (company_id, account_id, version, recorded_at)
) partition by range (recorded_at);
create index entry_of_transfer on ledger.entry (company_id, transfer_id);
select platform.fence_tenant('ledger.entry');
grant select, insert on ledger.entry to ${app};
grant select on ledger.entry to ${platform};

-- Months that nobody opened yet still have a place to go.
create table ledger.transfer_default partition of ledger.transfer default;
create table ledger.entry_default partition of ledger.entry default;

-- Opens the partitions of a month, where they are not there and the default ones hold nothing of it.
-- Runs as the owner, so that the application needs no right to make tables.
create function ledger.open_month(month date) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog as $$
declare
    first date := date_trunc('month', month)::date;
    after date := (date_trunc('month', month) + interval '1 month')::date;
    suffix text := to_char(first, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('ledger.open_month'));
    if to_regclass('ledger.entry_' || suffix) is not null then
        return false;
    end if;
    execute format('create table ledger.%I partition of ledger.transfer for values from (%L) to (%L)',
        'transfer_' || suffix, first::text || ' 00:00:00+00', after::text || ' 00:00:00+00');
    execute format('create table ledger.%I partition of ledger.entry for values from (%L) to (%L)',
        'entry_' || suffix, first::text || ' 00:00:00+00', after::text || ' 00:00:00+00');
    return true;
exception when check_violation then
    return false;
end
$$;
revoke all on function ledger.open_month(date) from public;
grant execute on function ledger.open_month(date) to ${app};

-- Value that ends on a day: one row an account and day. What no lot covers never ends.
create table ledger.lot (
    company_id bigint not null,
    account_id bigint not null,
    expires_on date not null,
    remaining bigint not null check (remaining >= 0),
    held bigint not null check (held between 0 and remaining),
    primary key (company_id, account_id, expires_on)
) with (fillfactor = 70);
create index lot_with_something_left on ledger.lot (company_id, expires_on) where remaining > held;
select platform.fence_tenant('ledger.lot');
grant select, insert, update on ledger.lot to ${app};
grant select on ledger.lot to ${platform};

-- How much of a limit is used; changes under the lock of the account that it is kept with.
create table ledger.limit_use (
    company_id bigint not null,
    account_id bigint not null,
    name text not null,
    period text not null,
    used bigint not null check (used >= 0),
    primary key (company_id, account_id, name, period)
) with (fillfactor = 70);
select platform.fence_tenant('ledger.limit_use');
grant select, insert, update on ledger.limit_use to ${app};
grant select on ledger.limit_use to ${platform};

create table ledger.hold (
    company_id bigint not null,
    transfer_id bigint not null,
    state text not null check (state in ('HELD', 'CAPTURED', 'RELEASED', 'TIMED_OUT')),
    template text not null,
    due_at timestamptz not null,
    ended_by bigint,
    primary key (company_id, transfer_id)
);
create index hold_due on ledger.hold (company_id, due_at) where state = 'HELD';
select platform.fence_tenant('ledger.hold');
grant select, insert, update on ledger.hold to ${app};
grant select on ledger.hold to ${platform};

create table ledger.hold_leg (
    company_id bigint not null,
    transfer_id bigint not null,
    place int not null,
    debit_account bigint not null,
    credit_account bigint not null,
    amount bigint not null check (amount > 0),
    captured bigint not null default 0 check (captured between 0 and amount),
    lot_days date[] not null,
    lot_amounts bigint[] not null,
    primary key (company_id, transfer_id, place)
);
select platform.fence_tenant('ledger.hold_leg');
grant select, insert, update on ledger.hold_leg to ${app};
grant select on ledger.hold_leg to ${platform};
