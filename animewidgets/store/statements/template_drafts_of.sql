-- The templates that a person has under work, the newest first.
SELECT template_id
FROM template_drafts
WHERE person = $person
GROUP BY template_id
HAVING arg_max(kind, step) <> 'done'
ORDER BY max(created) DESC, template_id
