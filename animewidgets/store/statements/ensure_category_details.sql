INSERT INTO category_details BY NAME
SELECT *
FROM (VALUES $rows) AS sent (schema_id, version, category_id, description, attributes, skeleton)
WHERE NOT EXISTS (
    SELECT 1
    FROM category_details AS c
    WHERE c.schema_id = sent.schema_id AND c.version = sent.version AND c.category_id = sent.category_id
)
