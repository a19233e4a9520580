-- Limits that are tried, by their documented names as the others: they decline nothing.
alter table cards.card_control add column shadow jsonb not null default '{}';
