INSERT INTO categories BY NAME
SELECT *
FROM (VALUES $rows) AS sent (schema_id, version, category_id, name, colour, hotkey, parent, position)
WHERE NOT EXISTS (
    SELECT 1
    FROM categories AS c
    WHERE c.schema_id = sent.schema_id AND c.version = sent.version AND c.category_id = sent.category_id
)
