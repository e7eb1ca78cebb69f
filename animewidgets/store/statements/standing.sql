-- What a commit is checked against, in one snapshot: the task with the version of its schema, the receipt of the same
-- commit if it is in the log, whether a migration holds commits up, the newest number of the log, and the newest
-- version of each annotation that it edits. Always at least one row.
WITH task AS (
    SELECT
        t.project_id, t.release_id,
        greatest(m.schema_version, (
            SELECT max(g.to_version)
            FROM schema_migrations AS g
            WHERE g.project_id = t.project_id AND g.schema_id = m.schema_id
        )) AS schema_version
    FROM tasks AS t
    JOIN templates AS m ON m.template_id = t.template_id AND m.version = t.template_version
    WHERE t.task_id = $task_id::UUID
),
receipt AS (
    SELECT number, epoch_us(created) AS created_us
    FROM annotation_versions
    WHERE commit_id = $commit_id::UUID AND edit_index = 0
),
edited AS (
    SELECT *
    FROM annotation_versions
    WHERE annotation_id IN (SELECT a::UUID FROM (VALUES $rows) AS named (a))
    QUALIFY row_number() OVER (PARTITION BY annotation_id ORDER BY version DESC) = 1
)
SELECT
    task.project_id, task.release_id, receipt.number, receipt.created_us, task.schema_version,
    (SELECT count(*) FILTER (op = 'begin') > count(*) FILTER (op = 'end') FROM log_pauses WHERE until > now()) AS held_up,
    (SELECT coalesce(max(number), 0) FROM annotation_versions) AS seen,
    (SELECT count(*) FROM schema_migrations) AS migrations,
    e.annotation_id, e.version, e.task_id, e.op,
    e.kind, e.start_pts, e.end_pts, e.category, e.geometry, e.payload, e.attributes, e.source, e.score,
    e.comment, e.uncertain
FROM (SELECT 1) AS always
LEFT JOIN task ON TRUE
LEFT JOIN receipt ON TRUE
LEFT JOIN edited AS e ON TRUE
