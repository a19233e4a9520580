-- Points that a holder spent are a movement of the card, too.
alter table cards.card_transaction drop constraint card_transaction_type_check;
alter table cards.card_transaction
    add constraint card_transaction_type_check check (type in (
        'ALLOCATE_POINT', 'UNALLOCATE_POINT', 'REDEEM_POINT', 'LOAD_MONEY', 'ALLOCATE_FUND', 'UNALLOCATE_FUND', 'SALE',
        'REPAYMENT', 'RECOVERY', 'REFUND', 'REVERSAL', 'CREDIT', 'FEE'));
