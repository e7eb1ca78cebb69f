INSERT INTO task_templates BY NAME
SELECT $task_id::UUID AS task_id, $template_version::INTEGER AS template_version, now() AS created
WHERE
    NOT EXISTS (SELECT 1 FROM tasks WHERE task_id = $task_id::UUID AND template_version = $template_version)
    AND NOT EXISTS (
        SELECT 1 FROM task_templates WHERE task_id = $task_id::UUID AND template_version = $template_version
    )
