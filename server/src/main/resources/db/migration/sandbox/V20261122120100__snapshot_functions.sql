-- The functions of snapshots look for nothing among temporary tables, which anybody may make, and copy no more rows than
-- they are asked for.
do $sandbox$
begin
    if '${profile}' <> 'sandbox' then
        return;
    end if;

    drop function sandbox.save_company(bigint, text, text[]);
    -- One statement for all tables, so that all are seen at one moment.
    execute $make$
create function sandbox.save_company(company bigint, name text, tables text[], most bigint) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    saved bigint;
begin
    perform sandbox.check_fenced(tables);
    execute 'insert into sandbox.snapshot_row (company_id, snapshot, source, row) select * from ('
        || (select string_agg(format('select $1, $2, %L, to_jsonb(kept) from %s as kept where company_id = $1',
            named, named::regclass), ' union all ') from unnest(tables) as named)
        || ') as copied limit $3'
        using company, name, most;
    get diagnostics saved = row_count;
    return saved;
end
$$ $make$;
    revoke all on function sandbox.save_company(bigint, text, text[], bigint) from public;
    grant execute on function sandbox.save_company(bigint, text, text[], bigint) to ${app};

    alter function sandbox.check_fenced(text[]) set search_path = pg_catalog, pg_temp;
    alter function sandbox.replace_company(bigint, text, text[]) set search_path = pg_catalog, pg_temp;
    alter function sandbox.compare_company(bigint, text, text[], int) set search_path = pg_catalog, pg_temp;
end
$sandbox$;
