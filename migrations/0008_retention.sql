-- What is removed after a while is found by its age, without reading all that is kept.

create index job_done_idx on job (done_at) where done_at is not null;
create index event_occurred_idx on event (occurred_at);
create index external_event_processed_idx on external_event (processed_at) where processed_at is not null;
create index cart_guest_idx on cart (updated_at) where account_id is null;
