SELECT to_version, number, annotations, unplaced
FROM schema_migrations
WHERE project_id = $project_id::UUID AND schema_id = $schema_id
ORDER BY to_version
