SELECT * FROM boxes WHERE task_id = $task_id::UUID ORDER BY start_pts, annotation_id
