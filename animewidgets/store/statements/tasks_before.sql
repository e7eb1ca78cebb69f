SELECT count(*)
FROM task_schemas AS s
JOIN projects AS p USING (project_id)
WHERE p.name = $project AND s.schema_id = $schema_id AND s.version < $version
