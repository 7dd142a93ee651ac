-- The large texts of a product's page are unpacked with every visit: LZ4 does that several times as fast as PostgreSQL's
-- own method. A server built without it keeps the old one.
do $$
declare
    text_column text;
begin
    foreach text_column in array array['miniature', 'graph', 'outline', 'nodes', 'links', 'parameters', 'requirements'] loop
        execute format('alter table version_preview alter column %I set compression lz4', text_column);
    end loop;
    alter table product alter column description_html set compression lz4;
    alter table version alter column changes_html set compression lz4;
exception when feature_not_supported then
    raise notice 'this PostgreSQL has no LZ4: texts stay packed as they were';
end
$$;

-- A text is packed when it is written: write those that are there once more.
update version_preview
set miniature = miniature || '', graph = graph || '',
    outline = (outline::text || '')::json, nodes = (nodes::text || '')::json, links = (links::text || '')::json,
    parameters = (parameters::text || '')::json, requirements = (requirements::text || '')::json;
