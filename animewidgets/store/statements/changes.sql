-- What became of each annotation of a task that changed after a commit number: its newest version. The first
-- columns are the newest commit number of the whole log and the version of its schema that the task stands on, of the
-- same snapshot; they come without the rest when nothing changed.
WITH newest AS (
    SELECT *
    FROM annotation_versions
    WHERE task_id = $task_id::UUID AND number > $after
    QUALIFY row_number() OVER (PARTITION BY annotation_id ORDER BY version DESC) = 1
),
log AS (SELECT coalesce(max(number), 0) AS number FROM annotation_versions)
SELECT
    log.number, (SELECT version FROM task_schemas WHERE task_id = $task_id::UUID), n.annotation_id, n.version, n.task_id, n.op,
    n.kind, n.start_pts, n.end_pts, n.category, n.geometry, n.payload, n.attributes, n.source, n.score,
    n.comment, n.uncertain
FROM log
LEFT JOIN newest AS n ON TRUE
ORDER BY n.start_pts, n.kind, n.annotation_id
