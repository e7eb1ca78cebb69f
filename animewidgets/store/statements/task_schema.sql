-- The version that a task stands on, from which commit on, and the newest one that there is.
SELECT
    s.schema_id, s.version, s.number,
    (SELECT max(v.version) FROM category_schemas AS v WHERE v.schema_id = s.schema_id) AS newest
FROM task_schemas AS s
WHERE s.task_id = $task_id::UUID
