-- What older keys have sealed is looked for by the key first: mostly there is nothing.
create index card_by_older_key on vault.card (key_id, company_id);
drop index vault.card_by_key;
create index sealed_text_by_older_key on vault.sealed_text (key_id, company_id);
drop index vault.sealed_text_by_key;
