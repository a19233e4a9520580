-- How people are reached, and whom a company wants told when something is wrong.
alter table identity.person
    add column email text,
    add column email_verified boolean not null default false,
    add column phone text,
    add column phone_verified boolean not null default false,
    add constraint person_email_verified check (email is not null or not email_verified),
    add constraint person_phone_verified check (phone is not null or not phone_verified);

-- Of an address only its state is told: none, unverified, verified.
alter table identity.person_move drop constraint person_move_field_check;
alter table identity.person_move
    add constraint person_move_field_check check (field in ('STATUS', 'ACCESS', 'EMAIL', 'PHONE'));

alter table identity.company add column alert_mail text;
