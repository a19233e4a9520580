-- Tamper evidence: each transfer carries a hash of what it says, the transfers of one posting make a batch, and batches
-- are sealed into blocks, chained a company, behind the posting path.

-- Null in transfers from before this migration, and in those written with kosh.ledger.hashing off.
alter table ledger.transfer add column content_hash bytea, add column batch_id bigint;

-- One row a posting transaction. Its id is the smallest id of its transfers.
create table ledger.batch (
    company_id bigint not null,
    id bigint not null,
    transfers int not null check (transfers > 0),
    digest bytea not null,
    -- Tells how far the sealer is behind; decides nothing.
    written_at timestamptz not null default clock_timestamp(),
    -- The block that it was sealed into, null until then.
    block bigint,
    primary key (company_id, id)
) with (fillfactor = 80);
create index unsealed_batch on ledger.batch (company_id, id) where block is null;
select platform.fence_tenant('ledger.batch');
grant select, insert, update (block) on ledger.batch to ${app};
grant select on ledger.batch to ${platform};

-- The chain, one a company: 1, 2, 3, ... The primary key keeps two sealers from writing the same link.
create table ledger.block (
    company_id bigint not null,
    number bigint not null check (number > 0),
    previous_hash bytea not null,
    batches int not null check (batches > 0),
    -- All transfers that are sealed up to and in this block.
    transfers bigint not null check (transfers > 0),
    sealed_at timestamptz not null,
    hash bytea not null,
    primary key (company_id, number)
);
select platform.fence_tenant('ledger.block');
grant select, insert on ledger.block to ${app};
grant select on ledger.block to ${platform};
