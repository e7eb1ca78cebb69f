SELECT * FROM history WHERE task_id = $task_id::UUID ORDER BY number, edit_index
