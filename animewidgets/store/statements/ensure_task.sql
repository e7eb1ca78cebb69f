INSERT INTO tasks BY NAME
SELECT
    $task_id::UUID AS task_id,
    $project_id::UUID AS project_id,
    $release_id AS release_id,
    $template_id AS template_id,
    $template_version AS template_version,
    now() AS created
WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE task_id = $task_id::UUID)
