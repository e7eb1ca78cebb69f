SELECT project_id FROM projects WHERE name = $name
