-- How every tenant table is fenced in, and what the installation is.

grant usage on schema platform to ${app}, ${platform};

-- Fences a tenant table: its company_id column decides who sees a row.
-- The application sees the one company of its transaction; without that setting the cast fails, so a forgotten tenant
-- is an error and never an empty answer. The platform role reads the companies that it names.
create function platform.fence_tenant(target regclass) returns void
    language plpgsql
    set search_path = pg_catalog as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy one_company on %s to ${app}, ${owner} '
        'using (company_id = current_setting(''app.company'')::bigint) '
        'with check (company_id = current_setting(''app.company'')::bigint)', target);
    execute format(
        'create policy named_companies on %s for select to ${platform} '
        'using (company_id in (select unnest(current_setting(''app.companies'')::bigint[])))', target);
end
$$;
revoke all on function platform.fence_tenant(regclass) from public;

-- One row: what this database belongs to.
create table platform.installation (
    only_row boolean primary key default true check (only_row),
    profile text not null check (profile in ('sandbox', 'live')),
    master_key_check bytea,
    seeded boolean not null default false
);
insert into platform.installation (profile) values ('${profile}');
grant select, update on platform.installation to ${app};
grant select on platform.installation to ${platform};

-- Which company a public id belongs to (see PublicIds). No tenant, no row-level security, nothing else in it.
create table platform.public_id (
    id text primary key,
    kind text not null,
    company_id bigint not null
);
grant select, insert on platform.public_id to ${app};
