SELECT * FROM annotations WHERE task_id = $task_id::UUID ORDER BY start_pts, kind, annotation_id
