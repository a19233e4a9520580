-- The memory of the supplier that a sandbox buys from. It stands for somebody else's database: nothing of Kosh reads
-- it but that supplier, it knows no company, and it has no code in it (a code is derived from its order each time).
create table loyalty.sample_order (
    reference text primary key,
    status text not null,
    reason text,
    ordered_on date not null,
    -- Until then it says that it is still at work.
    ready_at timestamptz not null
);
create table loyalty.sample_line (
    reference text not null references loyalty.sample_order,
    line integer not null,
    filled integer not null,
    validity_days integer not null,
    primary key (reference, line)
);
create table loyalty.sample_stock (
    sku text primary key,
    stock bigint not null check (stock >= 0)
);
grant select, insert on loyalty.sample_order, loyalty.sample_line to ${app};
grant select, insert, update on loyalty.sample_stock to ${app};
