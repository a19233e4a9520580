-- What a developer tries the platform with. The tables are there in every profile; only a sandbox fills them.
create schema sandbox;
grant usage on schema sandbox to ${app}, ${platform};

-- Counts what servers keep in memory of this schema: each looks at it several times a second and reads anew where it
-- has moved. Taken after the commit of what changed.
create sequence sandbox.change;
grant usage, select on sequence sandbox.change to ${app};

-- A company's business time: it stands still, or runs at a distance from the infrastructure's.
create table sandbox.clock (
    company_id bigint not null primary key,
    frozen_at timestamptz,
    offset_micros bigint not null default 0,
    -- Tells an older reading from a newer one.
    version bigint not null default 0,
    -- Somebody moves it until then, unless they let go before.
    busy_until timestamptz
);
select platform.fence_tenant('sandbox.clock');
grant select, insert, update on sandbox.clock to ${app};
grant select on sandbox.clock to ${platform};
