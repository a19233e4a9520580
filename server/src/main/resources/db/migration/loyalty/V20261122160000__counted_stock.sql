-- How often somebody set how many may still be sold. What an order took goes back to the count that it came from alone.
alter table loyalty.product_config add column stock_set bigint not null default 0;
-- Null where nobody counted.
alter table loyalty.voucher_order_line add column stock_set bigint;
