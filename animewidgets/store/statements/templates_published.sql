-- The newest version of every template that somebody published by hand.
SELECT
    template_id,
    max(version),
    arg_max(name, version),
    coalesce(arg_max(person, version), ''),
    strftime(arg_max(created, version), '%Y-%m-%d %H:%M'),
    coalesce(arg_max(note, version), '')
FROM template_versions
WHERE person IS NOT NULL
GROUP BY template_id
ORDER BY max(created) DESC, template_id
