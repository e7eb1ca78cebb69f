SELECT start_pts, end_pts, person FROM units_done WHERE task_id = $task_id::UUID ORDER BY start_pts, end_pts, person
