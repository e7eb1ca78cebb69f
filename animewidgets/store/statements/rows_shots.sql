SELECT * FROM shots WHERE task_id = $task_id::UUID ORDER BY start_pts
