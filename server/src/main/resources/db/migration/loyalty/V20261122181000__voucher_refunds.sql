-- Points given back for vouchers that had come. The ledger puts them into the lots that they were spent out of.
create table loyalty.voucher_refund (
    company_id bigint not null,
    order_id bigint not null,
    -- Of the order, from 1.
    number integer not null,
    -- The client's own, unique in the order for ever, and what it stands for.
    reference text not null,
    request text not null,
    amount_minor bigint not null check (amount_minor > 0),
    reason text not null,
    actor text not null,
    at timestamptz not null,
    -- How many vouchers of which denomination, and what was given back for them.
    items jsonb not null,
    primary key (company_id, order_id, number),
    unique (company_id, order_id, reference),
    foreign key (company_id, order_id) references loyalty.voucher_order
);
select platform.fence_tenant('loyalty.voucher_refund');
grant select, insert on loyalty.voucher_refund to ${app};

-- For how many of the vouchers that came the points were given back.
alter table loyalty.voucher_order_line add column refunded integer not null default 0
    check (refunded between 0 and filled);
