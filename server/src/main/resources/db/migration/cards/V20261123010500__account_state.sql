-- A company may stop everything under an account for a time.
alter table cards.card_account add column state text not null default 'ACTIVE'
    check (state in ('ACTIVE', 'SUSPENDED'));

-- Each move of an account from one state to another. That it was opened is the first thing that happened to its state, so
-- that moves are counted from 2.
create table cards.card_account_move (
    company_id bigint not null,
    account_id bigint not null,
    place integer not null check (place > 1),
    from_state text not null,
    to_state text not null,
    reason text,
    actor text not null,
    at timestamptz not null,
    primary key (company_id, account_id, place)
);
select platform.fence_tenant('cards.card_account_move');
grant select, insert on cards.card_account_move to ${app};
grant select on cards.card_account_move to ${platform};
