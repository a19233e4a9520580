-- As what a merchant is verified for UPI, by which its limit is looked up.
alter table gateway.merchant add column upi_merchant text not null default 'USUAL';
