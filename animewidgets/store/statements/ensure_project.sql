INSERT INTO projects BY NAME
SELECT
    $project_id::UUID AS project_id,
    $name AS name,
    $template_id AS template_id,
    $template_version AS template_version,
    now() AS created
WHERE NOT EXISTS (SELECT 1 FROM projects WHERE name = $name)
