SELECT version, name, coalesce(person, ''), strftime(created, '%Y-%m-%d %H:%M'), coalesce(note, '')
FROM template_versions
WHERE template_id = $template_id
ORDER BY version DESC
