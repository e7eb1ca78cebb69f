-- One step more; of two at once, the primary key refuses one, and it is tried again.
INSERT INTO template_drafts BY NAME
SELECT
    $template_id AS template_id,
    $person AS person,
    (
        SELECT coalesce(max(step), 0) + 1 FROM template_drafts
        WHERE template_id = $template_id AND person = $person
    ) AS step,
    $kind AS kind,
    $document::JSON AS document,
    now() AS created
