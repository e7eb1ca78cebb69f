INSERT INTO category_groups BY NAME
SELECT schema_id, version, name, from_json(members, '["VARCHAR"]') AS members, exclusive, position
FROM (VALUES $rows) AS sent (schema_id, version, name, members, exclusive, position)
WHERE NOT EXISTS (
    SELECT 1
    FROM category_groups AS c
    WHERE c.schema_id = sent.schema_id AND c.version = sent.version AND c.name = sent.name
)
