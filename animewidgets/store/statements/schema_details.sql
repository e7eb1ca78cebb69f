SELECT category_id, attributes, skeleton
FROM category_details
WHERE schema_id = $schema_id AND version = $version AND (attributes IS NOT NULL OR skeleton IS NOT NULL)
