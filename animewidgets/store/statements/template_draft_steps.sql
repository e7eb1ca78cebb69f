-- The steps since a draft was last written down whole.
SELECT kind, document
FROM template_drafts
WHERE template_id = $template_id AND person = $person AND step >= (
    SELECT coalesce(max(step), 0) FROM template_drafts
    WHERE template_id = $template_id AND person = $person AND kind IN ('whole', 'done')
)
ORDER BY step
