INSERT INTO schema_maintainers BY NAME
SELECT $schema_id AS schema_id, $person AS person, $added_by AS added_by, now() AS created
WHERE NOT EXISTS (SELECT 1 FROM schema_maintainers WHERE schema_id = $schema_id AND person = $person)
