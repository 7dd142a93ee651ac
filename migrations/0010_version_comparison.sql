-- What changed from an earlier version of a product's workflow to a later one; computed once, when the later one is published.
create table version_comparison (
    version_id       uuid    not null,
    from_version_id  uuid    not null,
    -- The gravest of the changes; nothing when nothing changed.
    impact           text,
    changes          json    not null,
    -- Beside them, so that a product's page need not read them to count them.
    change_count     integer not null,
    -- Both versions as pictures with what became of each node; nothing when nothing changed.
    old_graph        text,
    new_graph        text,
    constraint version_comparison_pkey primary key (version_id, from_version_id),
    constraint version_comparison_version_fkey foreign key (version_id) references version (id),
    constraint version_comparison_from_version_fkey foreign key (from_version_id) references version (id),
    constraint version_comparison_of_two check (version_id <> from_version_id),
    constraint version_comparison_impact_known check (impact in ('cosmetic', 'behavior', 'breaking')),
    constraint version_comparison_count_fits_changes check (change_count = json_array_length(changes)),
    constraint version_comparison_impact_fits_changes check ((impact is null) = (change_count = 0)),
    constraint version_comparison_drawn_both check ((old_graph is null) = (new_graph is null))
);
