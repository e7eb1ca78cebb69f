INSERT INTO templates BY NAME
SELECT
    $template_id AS template_id,
    $version AS version,
    $name AS name,
    from_json($kinds, '["VARCHAR"]') AS kinds,
    $schema_id AS schema_id,
    $schema_version AS schema_version,
    $guidelines AS guidelines,
    now() AS created
WHERE NOT EXISTS (SELECT 1 FROM templates WHERE template_id = $template_id AND version = $version)
