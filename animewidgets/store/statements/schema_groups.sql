SELECT name, members, exclusive
FROM category_groups
WHERE schema_id = $schema_id AND version = $version
ORDER BY position
