INSERT INTO template_notes BY NAME
SELECT
    $template_id AS template_id,
    $version::INTEGER AS version,
    $person AS person,
    $note AS note,
    now() AS created
WHERE NOT EXISTS (SELECT 1 FROM template_notes WHERE template_id = $template_id AND version = $version)
