-- A company's state under a name, row by row, and how often it was replaced.
create table sandbox.snapshot (
    company_id bigint not null,
    name text not null,
    created_at timestamptz not null,
    rows bigint not null,
    frozen_at timestamptz,
    offset_micros bigint not null,
    primary key (company_id, name)
);
select platform.fence_tenant('sandbox.snapshot');
grant select, insert, update, delete on sandbox.snapshot to ${app};
grant select on sandbox.snapshot to ${platform};

create table sandbox.snapshot_row (
    company_id bigint not null,
    snapshot text not null,
    id bigint generated always as identity,
    source text not null,
    row jsonb not null,
    primary key (company_id, snapshot, source, id)
);
select platform.fence_tenant('sandbox.snapshot_row');
grant select, insert, delete on sandbox.snapshot_row to ${app};
grant select on sandbox.snapshot_row to ${platform};

-- Each replacement of a company's state begins a new generation. What the chain of its books ended with before is kept
-- here: heads that were exported since the snapshot are of a branch that was given up.
create table sandbox.generation (
    company_id bigint not null,
    generation bigint not null,
    at timestamptz not null,
    -- Null for a reset.
    snapshot text,
    given_up_block bigint,
    given_up_hash text,
    primary key (company_id, generation)
);
select platform.fence_tenant('sandbox.generation');
grant select, insert on sandbox.generation to ${app};
grant select on sandbox.generation to ${platform};

-- What may write other contexts' rows is made in a sandbox only. It runs as the owner, whom row-level security holds to
-- the company of the transaction as it does the application, and touches fenced tables alone.
do $sandbox$
begin
    if '${profile}' <> 'sandbox' then
        return;
    end if;

    execute $make$
create function sandbox.check_fenced(tables text[]) returns void
    language plpgsql set search_path = pg_catalog as $$
declare
    named text;
begin
    foreach named in array tables loop
        if not exists (
            select from pg_class join pg_policy on pg_policy.polrelid = pg_class.oid
            where pg_class.oid = to_regclass(named) and relforcerowsecurity and polname = 'one_company'
        ) then
            raise exception 'the table % is not fenced', named;
        end if;
    end loop;
end
$$ $make$;

    -- One statement for all tables, so that all are seen at one moment.
    execute $make$
create function sandbox.save_company(company bigint, name text, tables text[]) returns bigint
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    saved bigint;
begin
    perform sandbox.check_fenced(tables);
    execute 'insert into sandbox.snapshot_row (company_id, snapshot, source, row) '
        || (select string_agg(format('select $1, $2, %L, to_jsonb(kept) from %s as kept where company_id = $1',
            named, named::regclass), ' union all ') from unnest(tables) as named)
        using company, name;
    get diagnostics saved = row_count;
    return saved;
end
$$ $make$;

    -- Waits for whoever writes and holds back whoever wants to. A name of null empties.
    execute $make$
create function sandbox.replace_company(company bigint, name text, tables text[]) returns bigint
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    named text;
    added bigint;
    written bigint := 0;
begin
    perform sandbox.check_fenced(tables);
    foreach named in array tables loop
        execute format('lock table %s in exclusive mode', named::regclass);
    end loop;
    for named in select each from unnest(tables) with ordinality as listed (each, place) order by place desc loop
        execute format('delete from %s where company_id = $1', named::regclass) using company;
    end loop;
    foreach named in array tables loop
        execute format('insert into %s overriding system value select made.* from sandbox.snapshot_row as kept, '
            'lateral jsonb_populate_record(null::%s, kept.row) as made '
            'where kept.company_id = $1 and kept.snapshot = $2 and kept.source = $3', named::regclass, named::regclass)
            using company, name, named;
        get diagnostics added = row_count;
        written := written + added;
    end loop;
    return written;
end
$$ $make$;

    execute $make$
create function sandbox.compare_company(company bigint, name text, tables text[], most int)
    returns table (source text, key jsonb, before jsonb, after jsonb)
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    named text;
    columns text;
begin
    perform sandbox.check_fenced(tables);
    foreach named in array tables loop
        select string_agg(format('row -> %L', attname), ', ' order by place) into columns
        from pg_index
        cross join unnest(indkey::int[]) with ordinality as listed (number, place)
        join pg_attribute on attrelid = indrelid and attnum = number
        where indrelid = named::regclass and indisprimary and attname <> 'company_id';
        columns := coalesce(columns, 'row -> ''company_id''');
        return query execute format(
            'select %L::text, coalesce(old.key, new.key), old.row, new.row '
            'from (select jsonb_build_array(%s) as key, row from sandbox.snapshot_row '
            '      where company_id = $1 and snapshot = $2 and source = %L) as old '
            'full join (select jsonb_build_array(%s) as key, row '
            '      from (select to_jsonb(now) as row from %s as now where company_id = $1) as rows) as new '
            'on new.key = old.key where new.row is distinct from old.row order by 2 limit $3',
            named, columns, named, columns, named::regclass)
            using company, name, most;
    end loop;
end
$$ $make$;

    revoke all on function sandbox.check_fenced(text[]) from public;
    revoke all on function sandbox.save_company(bigint, text, text[]) from public;
    revoke all on function sandbox.replace_company(bigint, text, text[]) from public;
    revoke all on function sandbox.compare_company(bigint, text, text[], int) from public;
    grant execute on function sandbox.save_company(bigint, text, text[]) to ${app};
    grant execute on function sandbox.replace_company(bigint, text, text[]) to ${app};
    grant execute on function sandbox.compare_company(bigint, text, text[], int) to ${app};
end
$sandbox$;
