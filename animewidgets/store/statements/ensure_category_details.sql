INSERT INTO category_details BY NAME
WITH sent AS (
    SELECT
        $schema_id AS schema_id,
        $version::INTEGER AS version,
        unnest(
            from_json($details, '[{
                "category_id": "VARCHAR", "description": "VARCHAR", "attributes": "JSON", "skeleton": "JSON",
                "translations": "JSON", "examples": "JSON"
            }]'),
            max_depth := 2
        )
)
SELECT *
FROM sent
WHERE NOT EXISTS (
    SELECT 1
    FROM category_details AS c
    WHERE c.schema_id = sent.schema_id AND c.version = sent.version AND c.category_id = sent.category_id
)
