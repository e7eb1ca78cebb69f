SELECT source, targets, goes_to FROM schema_links WHERE schema_id = $schema_id AND version = $version
