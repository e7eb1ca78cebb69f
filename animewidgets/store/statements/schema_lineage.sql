-- Every version of a schema, and which one it was made from: NULL where it came with a template.
SELECT version, base_version FROM category_schemas WHERE schema_id = $schema_id ORDER BY version
