-- Who set a login's password belongs to its history, beside who locked it.
alter table identity.registry_move
    add column field text not null default 'ACCESS' check (field in ('ACCESS', 'PASSWORD'));
alter table identity.registry_move alter column field drop default;
