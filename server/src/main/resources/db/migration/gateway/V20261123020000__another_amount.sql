-- What came of a payment where another amount came than was asked for: it pays nothing and goes back.
alter table gateway.payment add column received_minor bigint check (received_minor > 0);
alter table gateway.payment drop constraint payment_check;
alter table gateway.payment add constraint payment_check
    check (refunded_minor <= coalesce(received_minor, amount_minor + surcharge_minor + surcharge_gst_minor));
alter table gateway.refund drop constraint refund_cause_check;
alter table gateway.refund add constraint refund_cause_check
    check (cause in ('MERCHANT', 'SECOND_PAYMENT', 'ORDER_CLOSED', 'ANOTHER_AMOUNT'));
