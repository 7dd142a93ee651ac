-- Each entry carries a keyed hash over itself and the hash before it: who changes, removes or inserts one breaks the chain.

alter table audit_entry
    add column session_id    uuid,
    add column key_id        uuid,
    -- Shortened: a network, not a person.
    add column address       text,
    add column request_id    text,
    add column reason        text,
    add column before        jsonb,
    add column after         jsonb,
    add column previous_hash bytea,
    -- Entries from before the chain have none.
    add column hash          bytea,
    add constraint audit_entry_hashes_length check (length(hash) = 32 and length(previous_hash) = 32),
    add constraint audit_entry_act_length check (length(act) between 1 and 80);

-- Whoever appends counts on by one under a lock, so that a missing entry shows.
alter table audit_entry alter column seq drop identity;

create index audit_entry_act_idx on audit_entry (act, seq desc);
create index audit_entry_object_idx on audit_entry (object_type, object_id, seq desc);
