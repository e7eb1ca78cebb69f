INSERT INTO category_schemas BY NAME
SELECT $schema_id AS schema_id, $version AS version, now() AS created
WHERE NOT EXISTS (SELECT 1 FROM category_schemas WHERE schema_id = $schema_id AND version = $version)
