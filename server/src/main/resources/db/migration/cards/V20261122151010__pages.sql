-- Tokens that sign a holder in were the first kind of links that work once.
alter table cards.sign_in rename to page_link;
alter index cards.sign_in_pkey rename to page_link_pkey;
alter index cards.sign_in_by_end rename to page_link_by_end;
alter table cards.page_link add column purpose text not null default 'SIGN_IN';
alter table cards.page_link alter column purpose drop default;

-- Holders who are signed in with a browser. Only a keyed hash of the cookie is kept.
create table cards.holder_session (
    company_id bigint not null,
    hash bytea not null,
    card_id bigint not null,
    kind text not null check (kind in ('EMPLOYEE_REWARDS', 'REWARD_ACCOUNT')),
    partner text not null,
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (company_id, hash)
);
create index holder_session_by_end on cards.holder_session (company_id, expires_at);
select platform.fence_tenant('cards.holder_session');
grant select, insert, update, delete on cards.holder_session to ${app};
