-- What changed from an earlier version of a product's workflow to a later one; computed once, when the later one is published.
create table version_comparison (
    version_id       uuid   not null,
    from_version_id  uuid   not null,
    -- The gravest of the changes; nothing when nothing changed.
    impact           text,
    changes          jsonb  not null,
    -- Both versions as pictures with what became of each node; nothing when nothing changed.
    old_graph        text,
    new_graph        text,
    constraint version_comparison_pkey primary key (version_id, from_version_id),
    constraint version_comparison_version_fkey foreign key (version_id) references version (id),
    constraint version_comparison_from_version_fkey foreign key (from_version_id) references version (id),
    constraint version_comparison_of_two check (version_id <> from_version_id),
    constraint version_comparison_impact_known check (impact in ('cosmetic', 'behavior', 'breaking')),
    constraint version_comparison_impact_fits_changes check ((impact is null) = (jsonb_array_length(changes) = 0)),
    constraint version_comparison_drawn_both check ((old_graph is null) = (new_graph is null))
);
