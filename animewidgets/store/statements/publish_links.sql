INSERT INTO schema_links BY NAME
SELECT
    $schema_id AS schema_id,
    $version::INTEGER AS version,
    unnest(
        from_json($links, '[{"source": "VARCHAR", "targets": ["VARCHAR"], "goes_to": "VARCHAR"}]'),
        max_depth := 2
    )
