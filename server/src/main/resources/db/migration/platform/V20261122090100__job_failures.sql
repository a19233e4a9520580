-- The failures of each job: how many there were and what the last one was. No tenant: a job works for many companies.
create table platform.job_failure (
    job text primary key,
    failures bigint not null,
    in_a_row int not null,
    failed_at timestamptz not null,
    what text not null,
    error text not null,
    work_id text not null
);
grant select, insert, update on platform.job_failure to ${platform};
