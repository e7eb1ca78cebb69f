SELECT * FROM track_boxes WHERE task_id = $task_id::UUID ORDER BY annotation_id, pts
