-- All commits of one person in one task, oldest first, each edit with the state that it replaced.
SELECT
    v.commit_id, v.action, v.reverts, v.tool, v.tool_version, v.active_ms,
    v.op, v.annotation_id, v.version,
    v.kind, v.start_pts, v.end_pts, v.category, v.geometry, v.payload, v.attributes, v.source, v.score,
    v.comment, v.uncertain,
    was.kind, was.start_pts, was.end_pts, was.category, was.geometry, was.payload, was.attributes, was.source,
    was.score, was.comment, was.uncertain
FROM annotation_versions AS v
LEFT JOIN annotation_versions AS was
    ON was.annotation_id = v.annotation_id AND was.version = v.version - 1
WHERE v.task_id = $task_id::UUID AND v.person = $person
ORDER BY v.number, v.edit_index
