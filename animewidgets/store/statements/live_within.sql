-- The live annotations of a task that share a moment with a span; tags of shots that begin before it may reach into it.
WITH newest AS (
    SELECT *
    FROM annotation_versions
    WHERE task_id = $task_id::UUID
    QUALIFY row_number() OVER (PARTITION BY annotation_id ORDER BY version DESC) = 1
)
SELECT
    annotation_id, version, task_id, op,
    kind, start_pts, end_pts, category, geometry, payload, attributes, source, score,
    comment, uncertain
FROM newest
WHERE op <> 'delete' AND start_pts < $end_pts AND (
    coalesce(end_pts, start_pts + 1) > $start_pts
    OR (kind = 'tag' AND (attributes ->> '$.scope') = 'shot')
)
ORDER BY start_pts, kind, annotation_id
