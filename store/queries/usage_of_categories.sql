-- How often each category of the newest version of each schema is used, by how many people; those that nobody uses too.
WITH newest AS (SELECT schema_id, max(version) AS version FROM category_schemas GROUP BY schema_id)
SELECT
    c.schema_id,
    c.name,
    count(a.annotation_id) AS labels,
    count(DISTINCT a.person) AS people,
    count(DISTINCT a.task_id) AS tasks,
    max(a.created) AS last_used
FROM categories AS c
JOIN newest USING (schema_id, version)
LEFT JOIN annotations AS a ON a.schema_id = c.schema_id AND a.category = c.category_id
GROUP BY c.schema_id, c.name, c.position
ORDER BY c.schema_id, c.position;
