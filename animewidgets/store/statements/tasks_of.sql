SELECT t.task_id::VARCHAR, t.template_id, t.template_version
FROM tasks AS t
JOIN projects AS p USING (project_id)
WHERE p.name = $project AND t.release_id = $release_id
ORDER BY t.created, t.task_id
