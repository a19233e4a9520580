-- A delivery is kept for a time from its end on, however long it waited before. Nothing is added to a new delivery.
create index delivery_by_end on webhooks.delivery (company_id, ended_at) where ended_at is not null;
