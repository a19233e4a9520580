-- Of a body that a catcher received only the begin is kept, so that its log fits a memory. Null where all of it is.
alter table sandbox.received add column size bigint;
