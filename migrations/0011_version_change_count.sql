-- A product's page counts the changes of its versions without reading them; who reads them wants them as they were written.
alter table version_comparison
    drop constraint version_comparison_impact_fits_changes;

alter table version_comparison
    alter column changes type json using changes::json,
    add column change_count integer not null default 0;

update version_comparison set change_count = json_array_length(changes);

alter table version_comparison
    alter column change_count drop default,
    add constraint version_comparison_count_fits_changes check (change_count = json_array_length(changes)),
    add constraint version_comparison_impact_fits_changes check ((impact is null) = (change_count = 0));
