INSERT INTO template_documents BY NAME
SELECT
    $template_id AS template_id,
    $version::INTEGER AS version,
    $person AS person,
    $document::JSON AS document,
    now() AS created
WHERE NOT EXISTS (
    SELECT 1 FROM template_documents WHERE template_id = $template_id AND version = $version
)
