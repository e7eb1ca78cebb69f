-- The newest commits of one person in one task, oldest first, each edit with the state that it replaced. Bounds on
-- commits and on edits are NULL where there are none; `besides` are tools whose commits are passed over.
WITH sizes AS (
    SELECT number, count(*) AS edits
    FROM annotation_versions
    WHERE task_id = $task_id::UUID AND person = $person AND NOT list_contains(from_json($besides, '["VARCHAR"]'), tool)
    GROUP BY number
),
newest AS (
    SELECT
        number,
        row_number() OVER (ORDER BY number DESC) AS place,
        sum(edits) OVER (ORDER BY number DESC) AS edits
    FROM sizes
),
told AS (
    SELECT number FROM newest WHERE place <= coalesce($commits, place) AND (edits <= coalesce($edits, edits) OR place = 1)
)
SELECT
    v.commit_id, v.action, v.reverts, v.tool, v.tool_version, v.active_ms,
    v.op, v.annotation_id, v.version,
    v.kind, v.start_pts, v.end_pts, v.category, v.geometry, v.payload, v.attributes, v.source, v.score,
    v.comment, v.uncertain,
    was.kind, was.start_pts, was.end_pts, was.category, was.geometry, was.payload, was.attributes, was.source,
    was.score, was.comment, was.uncertain
FROM annotation_versions AS v
JOIN told USING (number)
LEFT JOIN annotation_versions AS was
    ON was.annotation_id = v.annotation_id AND was.version = v.version - 1
ORDER BY v.number, v.edit_index
