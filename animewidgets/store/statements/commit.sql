-- One commit: all its rows or none. It was checked against a snapshot; where the log went on since, or the project was
-- migrated, nothing is written. When another commit takes the number at the same moment, the primary key refuses it.
-- Then it is checked again.
INSERT INTO annotation_versions BY NAME
SELECT
    $seen::BIGINT + 1 AS number,
    e.edit_index::INTEGER AS edit_index,
    $commit_id::UUID AS commit_id,
    e.annotation_id::UUID AS annotation_id,
    e.version::INTEGER AS version,
    e.op,
    $action AS action,
    $reverts::UUID AS reverts,
    $person AS person,
    $task_id::UUID AS task_id,
    $project_id::UUID AS project_id,
    $release_id AS release_id,
    $tool AS tool,
    $tool_version AS tool_version,
    now() AS created,
    $active_ms::BIGINT AS active_ms,
    e.kind,
    e.start_pts::BIGINT AS start_pts,
    e.end_pts::BIGINT AS end_pts,
    e.category::VARCHAR AS category,
    e.geometry::JSON AS geometry,
    e.payload::BLOB AS payload,
    e.attributes::JSON AS attributes,
    e.source::VARCHAR AS source,
    e.score::DOUBLE AS score,
    e.comment::VARCHAR AS comment,
    e.uncertain::BOOLEAN AS uncertain
FROM (VALUES $rows) AS e (
    edit_index, annotation_id, version, op, kind, start_pts, end_pts, category, geometry, payload, attributes,
    source, score, comment, uncertain
)
WHERE
    $seen = (SELECT coalesce(max(number), 0) FROM annotation_versions)
    AND $migrations = (SELECT count(*) FROM schema_migrations)
RETURNING number, epoch_us(created)
