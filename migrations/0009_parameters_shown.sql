-- Whether shoppers may see what a workflow's nodes are set to is its vendor's choice; free products show it always.
alter table product
    add column parameters_shown boolean not null default false;

-- Kept apart from what everybody sees, so that a page asks for it only on behalf of somebody who may see it.
-- Secrets are masked in both.
alter table version_preview
    add column links json not null default '[]',
    add column parameters json,
    add column document text;
