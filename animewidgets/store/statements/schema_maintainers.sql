SELECT person FROM schema_maintainers WHERE schema_id = $schema_id ORDER BY created, person
