-- An annotation of a task at one version, and at its newest one.
SELECT
    annotation_id, version, task_id, op,
    kind, start_pts, end_pts, category, geometry, payload, attributes, source, score, comment, uncertain
FROM annotation_versions
WHERE annotation_id = $annotation_id::UUID AND task_id = $task_id::UUID
QUALIFY version = $version OR version = max(version) OVER ()
ORDER BY version
