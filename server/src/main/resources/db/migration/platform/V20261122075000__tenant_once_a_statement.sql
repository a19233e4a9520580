-- The company of the transaction is looked up once a statement instead of once a row: a setting inside a subquery is
-- worked out before the first row. Bulk inserts and locks of hundreds of rows are the hot path.
create or replace function platform.fence_tenant(target regclass) returns void
    language plpgsql
    set search_path = pg_catalog as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy one_company on %s to ${app}, ${owner} '
        'using (company_id = (select current_setting(''app.company'')::bigint)) '
        'with check (company_id = (select current_setting(''app.company'')::bigint))', target);
    execute format(
        'create policy named_companies on %s for select to ${platform} '
        'using (company_id in (select unnest(current_setting(''app.companies'')::bigint[])))', target);
end
$$;

do $$
declare
    fenced record;
begin
    for fenced in
        select policy.polrelid::regclass as target from pg_policy as policy where policy.polname = 'one_company'
    loop
        execute format(
            'alter policy one_company on %s '
            'using (company_id = (select current_setting(''app.company'')::bigint)) '
            'with check (company_id = (select current_setting(''app.company'')::bigint))', fenced.target);
    end loop;
end
$$;
