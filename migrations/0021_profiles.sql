-- What people say of themselves, and how they want dates written.

alter table account
    add column bio text not null default '',
    add column locale text not null default 'en',
    add column time_zone text not null default 'UTC',
    -- The picture's name in the store. Another picture has another name, so that each can be kept for ever where it was shown.
    add column avatar_id uuid,
    add constraint account_bio_length check (length(bio) <= 1000),
    add constraint account_avatar_key unique (avatar_id);
