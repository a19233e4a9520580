-- How payers' money comes in.
create schema rails;
grant usage on schema rails to ${app}, ${platform};
