SELECT DISTINCT a.start_pts
FROM annotations AS a
JOIN tasks AS t ON t.project_id = a.project_id AND t.release_id = a.release_id
WHERE t.task_id = $task_id::UUID AND a.kind = 'cut'
ORDER BY a.start_pts
