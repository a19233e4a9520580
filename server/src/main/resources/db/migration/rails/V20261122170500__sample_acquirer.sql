-- The memory of the acquirer of a sandbox. It stands for somebody else's database: nothing of Kosh reads it but that
-- acquirer, it knows no company but by the name that it was told, and it has no number of a card and no code in it.
create table rails.sample_payment (
    reference text primary key,
    id text not null unique,
    -- Of the payer's page.
    token text not null unique,
    merchant text not null,
    kind text not null,
    -- VPA, code of a bank, wallet or lender's offer, last digits of a card; empty until a link is paid.
    paid_with text not null,
    payee text not null,
    note text not null,
    amount_minor bigint not null check (amount_minor > 0),
    ends_at timestamptz not null,
    return_url text,
    status text not null,
    -- Who has to do something: PAYER, OTP or NOBODY.
    awaits text not null,
    -- Where it goes by itself, which step of that comes next, and when; null for none.
    course text not null,
    step integer not null,
    step_at timestamptz,
    code text not null,
    message text not null,
    bank_reference text not null,
    otp_tries integer not null,
    otp_sent integer not null,
    lost boolean not null,
    created_at timestamptz not null
);
create index sample_payment_step on rails.sample_payment (step_at) where step_at is not null;
create index sample_payment_app on rails.sample_payment (lower(paid_with), created_at)
    where awaits = 'PAYER' and kind = 'UPI_COLLECT';

create table rails.sample_refund (
    reference text primary key,
    id text not null unique,
    merchant text not null,
    payment text not null references rails.sample_payment,
    amount_minor bigint not null check (amount_minor > 0),
    status text not null,
    code text not null,
    message text not null,
    bank_reference text not null,
    ready_at timestamptz,
    lost boolean not null
);
create index sample_refund_payment on rails.sample_refund (payment);
create index sample_refund_ready on rails.sample_refund (ready_at) where ready_at is not null;

-- What it has to tell.
create table rails.sample_event (
    number bigint generated always as identity primary key,
    merchant text not null,
    body text not null,
    due_at timestamptz not null,
    attempts integer not null default 0,
    -- Whether it was decided what goes wrong with it.
    decided boolean not null default false,
    -- Waits for one that follows it.
    held boolean not null default false,
    done_at timestamptz
);
create index sample_event_due on rails.sample_event (due_at) where done_at is null;
grant select, insert, update on rails.sample_payment, rails.sample_refund to ${app};
grant select, insert, update, delete on rails.sample_event to ${app};
