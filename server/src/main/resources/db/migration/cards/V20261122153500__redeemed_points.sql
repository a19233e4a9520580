-- Points that a holder spent are a movement of the card, too.
alter table cards.card_transaction drop constraint card_transaction_type_check;
alter table cards.card_transaction
    add constraint card_transaction_type_check check (type in ('ALLOCATE_POINT', 'UNALLOCATE_POINT', 'REDEEM_POINT'));

-- Whose points are to be spent is known by the person.
create index card_by_user on cards.card (company_id, user_id, id) where numberless;
