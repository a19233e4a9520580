-- Ends the transaction where a statement changed other than the rows that it was meant to. The program cannot look at
-- the count itself, because the commit may travel in the same message.
create function ledger.expect_rows(changed bigint, expected bigint) returns void
    language plpgsql immutable
    set search_path = pg_catalog as $$
begin
    if changed <> expected then
        raise exception 'changed % rows where % were locked', changed, expected;
    end if;
end
$$;
revoke all on function ledger.expect_rows(bigint, bigint) from public;
grant execute on function ledger.expect_rows(bigint, bigint) to ${app};
