-- How companies are paid.
create schema gateway;
grant usage on schema gateway to ${app}, ${platform};
