-- A preview is read whole, with every visit, and never asked about its parts: as text it need not be put together anew each time.
alter table version_preview
    alter column outline drop default,
    alter column nodes drop default,
    alter column requirements drop default;

alter table version_preview
    alter column outline type json using outline::json,
    alter column nodes type json using nodes::json,
    alter column requirements type json using requirements::json;

alter table version_preview
    alter column outline set default '[]',
    alter column nodes set default '[]',
    alter column requirements set default '{}';
