SELECT step, step_id::VARCHAR, person, kind, edit, strftime(created AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS made
FROM time_map_steps
WHERE map_id = $map_id::UUID AND step > $after
ORDER BY step
