-- How many live annotations have each category, by the version that their task stands on.
WITH stood AS (
    SELECT task_id, version
    FROM task_schemas
    WHERE project_id = $project_id::UUID AND schema_id = $schema_id
),
newest AS (
    SELECT annotation_id, max(version) AS version
    FROM annotation_versions
    GROUP BY annotation_id
)
SELECT s.version AS from_version, v.category, count(*) AS annotations, count(DISTINCT v.task_id) AS tasks
FROM annotation_versions AS v
JOIN newest AS n ON n.annotation_id = v.annotation_id AND n.version = v.version
JOIN stood AS s ON s.task_id = v.task_id
WHERE v.op <> 'delete' AND v.category IS NOT NULL
GROUP BY s.version, v.category
ORDER BY s.version, v.category
