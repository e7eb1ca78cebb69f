SELECT * FROM tags WHERE task_id = $task_id::UUID ORDER BY start_pts, scope, category, annotation_id
