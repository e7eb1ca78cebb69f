-- On which versions of a schema the tasks of a project stand.
SELECT p.project_id, list(DISTINCT s.version ORDER BY s.version) FILTER (s.version IS NOT NULL) AS versions
FROM projects AS p
LEFT JOIN task_schemas AS s ON s.project_id = p.project_id AND s.schema_id = $schema_id
WHERE p.name = $project
GROUP BY p.project_id
