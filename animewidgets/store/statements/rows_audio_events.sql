SELECT * FROM audio_events WHERE task_id = $task_id::UUID ORDER BY start_pts, lane, annotation_id
