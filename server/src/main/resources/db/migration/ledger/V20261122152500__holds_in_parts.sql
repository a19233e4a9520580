-- What a hold counts against and would give back: account, name, period, amount, and whether it counts times.
alter table ledger.hold add column limits jsonb not null default '[]';

-- A hold may be captured and released in parts, so that a leg is left with nothing while others go on, and a capture
-- may be above what was held.
alter table ledger.hold_leg drop constraint hold_leg_amount_check;
alter table ledger.hold_leg add constraint hold_leg_amount_check check (amount >= 0);
alter table ledger.hold_leg drop constraint hold_leg_check;
alter table ledger.hold_leg add constraint hold_leg_captured_check check (captured >= 0);
