-- A snapshot outlives the tables that it was taken of: what a later migration added has its default in a restored row,
-- and what it dropped is left out. Columns that PostgreSQL makes of others are made anew.
do $sandbox$
begin
    if '${profile}' <> 'sandbox' then
        return;
    end if;

    -- The SQL that makes a row of today's table of one that was kept, which is named `kept`.
    execute $make$
create function sandbox.row_of_today(named regclass) returns text
    language sql stable set search_path = pg_catalog, pg_temp as $$
    select format('jsonb_populate_record(null::%s, jsonb_build_object(%s) || kept.row)', named, (
        select string_agg(format('%L, %s', attname, pg_get_expr(adbin, adrelid)), ', ')
        from pg_attrdef
        join pg_attribute on attrelid = adrelid and attnum = adnum
        where adrelid = named and attgenerated = ''))
$$ $make$;

    -- Waits for whoever writes and holds back whoever wants to. A name of null empties.
    execute $make$
create or replace function sandbox.replace_company(company bigint, name text, tables text[]) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    named text;
    written_columns text;
    made_columns text;
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
        select string_agg(format('%I', attname), ', '), string_agg(format('made.%I', attname), ', ')
        into written_columns, made_columns
        from (
            select attname from pg_attribute
            where attrelid = named::regclass and attnum > 0 and not attisdropped and attgenerated = ''
            order by attnum) as each;
        execute format('insert into %s (%s) overriding system value select %s from sandbox.snapshot_row as kept, '
            'lateral %s as made where kept.company_id = $1 and kept.snapshot = $2 and kept.source = $3',
            named::regclass, written_columns, made_columns, sandbox.row_of_today(named::regclass))
            using company, name, named;
        get diagnostics added = row_count;
        written := written + added;
    end loop;
    return written;
end
$$ $make$;

    -- Both sides are rows of today's tables, so that nothing differs because a migration came between.
    execute $make$
create or replace function sandbox.compare_company(company bigint, name text, tables text[], most int)
    returns table (source text, key jsonb, before jsonb, after jsonb)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    named text;
    columns text;
    generated text[];
begin
    perform sandbox.check_fenced(tables);
    foreach named in array tables loop
        select string_agg(format('row -> %L', attname), ', ' order by place) into columns
        from pg_index
        cross join unnest(indkey::int[]) with ordinality as listed (number, place)
        join pg_attribute on attrelid = indrelid and attnum = number
        where indrelid = named::regclass and indisprimary and attname <> 'company_id';
        columns := coalesce(columns, 'row -> ''company_id''');
        generated := array(
            select attname::text from pg_attribute
            where attrelid = named::regclass and attnum > 0 and not attisdropped and attgenerated <> '');
        return query execute format(
            'select %L::text, coalesce(old.key, new.key), old.row, new.row '
            'from (select jsonb_build_array(%s) as key, row '
            '      from (select to_jsonb(made) - $4 as row from sandbox.snapshot_row as kept, lateral %s as made '
            '            where kept.company_id = $1 and kept.snapshot = $2 and kept.source = %L) as rows) as old '
            'full join (select jsonb_build_array(%s) as key, row '
            '      from (select to_jsonb(now) - $4 as row from %s as now where company_id = $1) as rows) as new '
            'on new.key = old.key where new.row is distinct from old.row order by 2 limit $3',
            named, columns, sandbox.row_of_today(named::regclass), named, columns, named::regclass)
            using company, name, most, generated;
    end loop;
end
$$ $make$;

    revoke all on function sandbox.row_of_today(regclass) from public;
end
$sandbox$;
