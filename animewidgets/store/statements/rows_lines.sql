SELECT * FROM lines WHERE task_id = $task_id::UUID ORDER BY start_pts, line, annotation_id
