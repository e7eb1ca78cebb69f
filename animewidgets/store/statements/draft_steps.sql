SELECT kind, base_version, changes, step_id
FROM schema_drafts
WHERE
    schema_id = $schema_id AND person = $person
    AND step > coalesce((
        SELECT max(step) FROM schema_drafts
        WHERE schema_id = $schema_id AND person = $person AND kind = 'discard'
    ), 0)
ORDER BY step
