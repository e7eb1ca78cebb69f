-- Identities that categories of some version of a schema had, and that none of its newest has.
SELECT DISTINCT category_id
FROM categories
WHERE
    schema_id = $schema_id
    AND category_id NOT IN (
        SELECT category_id FROM categories
        WHERE
            schema_id = $schema_id
            AND version = (SELECT max(version) FROM category_schemas WHERE schema_id = $schema_id)
    )
ORDER BY category_id
