INSERT INTO category_groups BY NAME
WITH sent AS (
    SELECT
        $schema_id AS schema_id,
        $version::INTEGER AS version,
        unnest(
            from_json($groups, '[{
                "name": "VARCHAR", "members": ["VARCHAR"], "exclusive": "BOOLEAN", "position": "INTEGER"
            }]'),
            max_depth := 2
        )
)
SELECT *
FROM sent
WHERE NOT EXISTS (
    SELECT 1
    FROM category_groups AS c
    WHERE c.schema_id = sent.schema_id AND c.version = sent.version AND c.name = sent.name
)
