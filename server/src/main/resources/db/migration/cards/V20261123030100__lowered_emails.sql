-- Under row-level security PostgreSQL uses no index for a comparison by a function that might tell of rows that nobody may
-- see, and lower() is one: it read every card of the company, or of the account. A column is compared as it is.
alter table cards.card add column email_lowered text not null generated always as (lower(email collate "C")) stored;
drop index cards.card_of_email;
create unique index card_of_email on cards.card (company_id, email_lowered, account_id) where numberless;
