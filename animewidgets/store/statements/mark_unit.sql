INSERT INTO unit_marks BY NAME
SELECT
    $mark_id::UUID AS mark_id,
    task_id,
    $start_pts::BIGINT AS start_pts,
    $end_pts::BIGINT AS end_pts,
    $done AS done,
    $overruled::JSON AS overruled,
    $active_ms::BIGINT AS active_ms,
    template_id,
    template_version,
    $person AS person,
    (SELECT coalesce(max(number), 0) FROM annotation_versions) AS number,
    now() AS created
FROM tasks
WHERE task_id = $task_id::UUID AND NOT EXISTS (SELECT 1 FROM unit_marks WHERE mark_id = $mark_id::UUID)
