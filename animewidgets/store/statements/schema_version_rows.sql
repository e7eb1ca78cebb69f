-- Who published which version, when and with what words; for pages.
SELECT version, person, epoch_us(created), note
FROM category_schemas
WHERE schema_id = $schema_id
ORDER BY version
