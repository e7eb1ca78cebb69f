-- All of them as one JSON text: as literals 5,000 categories would be 40,000 expressions.
INSERT INTO categories BY NAME
WITH sent AS (
    SELECT
        $schema_id AS schema_id,
        $version::INTEGER AS version,
        unnest(
            from_json($categories, '[{
                "category_id": "VARCHAR", "name": "VARCHAR", "colour": "VARCHAR", "hotkey": "VARCHAR",
                "parent": "VARCHAR", "position": "INTEGER"
            }]'),
            max_depth := 2
        )
)
SELECT *
FROM sent
WHERE NOT EXISTS (
    SELECT 1
    FROM categories AS c
    WHERE c.schema_id = sent.schema_id AND c.version = sent.version AND c.category_id = sent.category_id
)
