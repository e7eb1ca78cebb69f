-- How many live annotations of a project have no category since a migration.
WITH touched AS (
    SELECT DISTINCT v.annotation_id
    FROM annotation_versions AS v
    JOIN task_schemas AS s ON s.task_id = v.task_id
    JOIN projects AS p ON p.project_id = v.project_id
    WHERE v.tool = 'migration' AND v.category IS NULL AND p.name = $project AND s.schema_id = $schema_id
),
newest AS (
    SELECT v.*
    FROM annotation_versions AS v
    JOIN touched USING (annotation_id)
    QUALIFY row_number() OVER (PARTITION BY v.annotation_id ORDER BY v.version DESC) = 1
)
SELECT count(*)
FROM newest
WHERE op <> 'delete' AND category IS NULL AND json_type(attributes -> '$.was') = 'OBJECT'
