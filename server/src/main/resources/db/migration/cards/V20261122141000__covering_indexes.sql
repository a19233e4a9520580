-- How many cards an account has, and how many are active, is counted in this index alone.
drop index cards.card_by_account;
create index card_by_account on cards.card (company_id, account_id, id) include (state);

-- Whatever token has ended may be dropped, not those of one card alone.
drop index cards.sign_in_by_card;
create index sign_in_by_end on cards.sign_in (company_id, expires_at);
