-- What mails somebody wants besides those that nobody can do without. No row: as it is for everybody.

create table mail_choice (
    account_id  uuid        not null,
    topic       text        not null,
    wanted      boolean     not null,
    chosen_at   timestamptz not null,
    constraint mail_choice_pkey primary key (account_id, topic),
    constraint mail_choice_account_fkey foreign key (account_id) references account (id) on delete cascade,
    constraint mail_choice_topic_known check (topic in ('sales', 'product-news'))
);

-- Whose address a mail went to. Unset: nobody's, or it was sent before this was noted.
alter table sent_mail
    add column account_id uuid,
    add constraint sent_mail_account_fkey foreign key (account_id) references account (id) on delete set null;
create index sent_mail_account_idx on sent_mail (account_id, sent_at) where account_id is not null;
