-- From this row on the tasks stand on the version. It comes after the rows of the log, within one transaction; where
-- there are none, the next commit is the first that stands on it.
INSERT INTO schema_migrations BY NAME
WITH made AS (
    SELECT count(*) AS annotations, count(*) FILTER (category IS NULL) AS unplaced, max(number) AS number
    FROM annotation_versions
    WHERE commit_id = $commit_id::UUID
)
SELECT
    $project_id::UUID AS project_id,
    $schema_id AS schema_id,
    $to_version::INTEGER AS to_version,
    coalesce(made.number, (SELECT coalesce(max(number), 0) + 1 FROM annotation_versions)) AS number,
    $commit_id::UUID AS commit_id,
    $person AS person,
    now() AS created,
    made.annotations,
    made.unplaced
FROM made
