SELECT * FROM attribute_values WHERE task_id = $task_id::UUID ORDER BY start_pts, annotation_id, name
