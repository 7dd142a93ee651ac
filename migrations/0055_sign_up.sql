-- People who have filled in the form for an account, and have not yet typed the code that was mailed to them. Until they do,
-- an address that has an account and one that has none look the same from outside.

create table sign_up (
    id uuid constraint sign_up_pkey primary key,
    email text not null,
    name text not null,
    password_hash text not null,
    -- The version of the terms that stood on the form.
    terms_seen int,
    asked_at timestamptz not null,
    -- How many codes were mailed. Each is derived from this number, and only the newest counts.
    sent int not null default 1,
    sent_at timestamptz not null,
    -- Which of them was let through to be mailed; no other opens an account.
    mailed int not null default 0,
    -- Codes that were typed and wrong.
    tries int not null default 0,
    expires_at timestamptz not null
);

create index sign_up_email_idx on sign_up (email, asked_at);
create index sign_up_expires_at_idx on sign_up (expires_at);

-- Addresses are confirmed by the code from now on. An account opened before, and never confirmed, is by its next reset.
delete from account_link where purpose = 'verify-email';
