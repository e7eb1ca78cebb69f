-- What became of every annotation of a release, in whichever task: its newest version, deleted ones included.
SELECT
    annotation_id::VARCHAR, version, task_id::VARCHAR, op,
    kind, start_pts, end_pts, category, geometry, payload, attributes, source, score, comment, uncertain
FROM annotation_versions
WHERE release_id = $release_id
QUALIFY row_number() OVER (PARTITION BY annotation_id ORDER BY version DESC) = 1
