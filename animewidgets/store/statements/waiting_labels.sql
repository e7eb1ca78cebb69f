SELECT
    task_id::VARCHAR AS task_id, annotation_id::VARCHAR AS annotation_id, version, kind, release_id, release, frame,
    start_pts, seconds, was, coalesce(was_name, was) AS was_name, was_version, schema_version
FROM to_recategorise
WHERE project = $project AND was_schema = $schema_id AND schema_id = $schema_id AND was_version <= schema_version
ORDER BY task_id, start_pts, annotation_id
LIMIT $most
