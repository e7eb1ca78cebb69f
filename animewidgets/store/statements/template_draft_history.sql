-- The steps of a draft since its last end, from where its document was whole a hundred steps ago or before.
WITH mine AS (
    SELECT step, kind, document
    FROM template_drafts
    WHERE template_id = $template_id AND person = $person AND step > (
        SELECT coalesce(max(step), 0) FROM template_drafts
        WHERE template_id = $template_id AND person = $person AND kind = 'done'
    )
)
SELECT kind, document
FROM mine
WHERE step >= (
    SELECT coalesce(max(step), 0) FROM mine
    WHERE kind = 'whole' AND step <= (SELECT max(step) - 100 FROM mine)
)
ORDER BY step
