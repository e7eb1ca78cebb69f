SELECT version, base_version, person, created, note, categories, tasks
FROM schema_versions
WHERE schema_id = $schema_id
ORDER BY version
