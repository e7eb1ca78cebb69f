-- All versions of all annotations of some tasks, each with the version of the schema that its task stood on then.
SELECT
    v.annotation_id::VARCHAR AS annotation_id, v.version, v.op, v.number, v.kind, v.release_id,
    v.start_pts, v.end_pts, v.category, v.geometry::VARCHAR AS geometry, v.attributes::VARCHAR AS attributes,
    v.source, v.score, v.uncertain, v.comment, v.person, v.created, v.task_id::VARCHAR AS task,
    h.version AS schema_version
FROM annotation_versions AS v
JOIN task_schema_history AS h
    ON h.task_id = v.task_id AND v.number >= h.from_number AND v.number < coalesce(h.until_number, v.number + 1)
WHERE list_contains(from_json($tasks, '["VARCHAR"]'), v.task_id::VARCHAR)
ORDER BY v.release_id, v.annotation_id, v.version
