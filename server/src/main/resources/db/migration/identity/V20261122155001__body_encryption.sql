-- The key of bodies by AES-256-GCM, beside the documented one. A secret that was made before has none: it is not kept, so
-- that nothing can be computed from it any more; its client gets one when the secret is rotated.
alter table identity.api_client_secret add column gcm_key bytea;

-- What a company demands of the bodies of compatible routes.
alter table identity.company
    add column body_rule text not null default 'OPTIONAL' check (body_rule in ('OPTIONAL', 'REQUIRED', 'GCM_ONLY'));

alter table identity.registry_move drop constraint registry_move_field_check;
alter table identity.registry_move
    add constraint registry_move_field_check check (field in ('ACCESS', 'PASSWORD', 'BODY_RULE'));
