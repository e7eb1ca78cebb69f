-- The tasks of some projects and releases, oldest first; an empty list stands for all.
SELECT t.task_id::VARCHAR, p.name, t.release_id
FROM tasks AS t
JOIN projects AS p USING (project_id)
WHERE
    (len(from_json($projects, '["VARCHAR"]')) = 0 OR list_contains(from_json($projects, '["VARCHAR"]'), p.name))
    AND (len(from_json($releases, '["VARCHAR"]')) = 0 OR list_contains(from_json($releases, '["VARCHAR"]'), t.release_id))
ORDER BY t.created, t.task_id
