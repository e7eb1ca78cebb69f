-- A new version of every live annotation whose category goes over into another one, or has no place. `carried` tells
-- only of those categories.
INSERT INTO annotation_versions BY NAME
WITH carried AS (
    SELECT unnest(
        from_json($carried, '[{"from_version": "INTEGER", "source": "VARCHAR", "target": "VARCHAR"}]'),
        max_depth := 2
    )
),
stood AS (
    SELECT task_id, version AS from_version
    FROM task_schemas
    WHERE project_id = $project_id::UUID AND schema_id = $schema_id AND version < $to_version
),
newest AS (
    SELECT annotation_id, max(version) AS version
    FROM annotation_versions
    GROUP BY annotation_id
)
SELECT
    (SELECT coalesce(max(number), 0) + 1 FROM annotation_versions) AS number,
    -- Any number that no other row of the commit has: counting them took two fifths of the time.
    v.rowid::INTEGER AS edit_index,
    $commit_id::UUID AS commit_id,
    v.annotation_id,
    v.version + 1 AS version,
    'update' AS op,
    'do' AS action,
    $person AS person,
    v.task_id,
    v.project_id,
    v.release_id,
    'migration' AS tool,
    $tool_version AS tool_version,
    now() AS created,
    0 AS active_ms,
    v.kind,
    v.start_pts,
    v.end_pts,
    c.target AS category,
    v.geometry,
    v.payload,
    CASE
        WHEN c.target IS NULL
        -- Values are said by attributes of a category: without one they go along with what it was.
        THEN json_merge_patch(coalesce(v.attributes, '{}'::JSON), json_object('values', NULL, 'was', json_object(
            'category', v.category, 'schema_id', $schema_id, 'version', s.from_version,
            'values', v.attributes -> '$.values'
        )))
        ELSE v.attributes
    END AS attributes,
    v.source,
    v.score,
    v.comment,
    v.uncertain
FROM annotation_versions AS v
JOIN newest AS n ON n.annotation_id = v.annotation_id AND n.version = v.version
JOIN stood AS s ON s.task_id = v.task_id
JOIN carried AS c ON c.from_version = s.from_version AND c.source = v.category
WHERE v.op <> 'delete'
