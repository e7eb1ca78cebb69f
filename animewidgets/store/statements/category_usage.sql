-- How much each category is used by live annotations of all projects, with the frame keys of the newest.
WITH stood AS (SELECT task_id FROM task_schemas WHERE schema_id = $schema_id),
newest AS (
    SELECT annotation_id, max(version) AS version
    FROM annotation_versions
    GROUP BY annotation_id
)
SELECT
    v.category AS category_id,
    count(*) AS annotations,
    count(DISTINCT v.task_id) AS tasks,
    count(DISTINCT v.project_id) AS projects,
    max_by({'release_id': v.release_id, 'pts': v.start_pts}, v.number, 5) AS examples
FROM annotation_versions AS v
JOIN newest AS n ON n.annotation_id = v.annotation_id AND n.version = v.version
JOIN stood AS s ON s.task_id = v.task_id
WHERE v.op <> 'delete' AND v.category IS NOT NULL
GROUP BY v.category
