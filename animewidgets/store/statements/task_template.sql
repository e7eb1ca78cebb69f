-- The newest version of its template that a task was opened by, and the version of the schema that it stands on.
SELECT m.template_id, m.version, m.name, m.kinds, m.guidelines, s.schema_id, s.version, d.document
FROM tasks AS t
JOIN task_schemas AS s USING (task_id)
LEFT JOIN (
    SELECT task_id, max(template_version) AS newest FROM task_templates GROUP BY task_id
) AS o USING (task_id)
JOIN templates AS m
    ON m.template_id = t.template_id
    AND m.version = greatest(t.template_version, coalesce(o.newest, t.template_version))
LEFT JOIN template_documents AS d ON d.template_id = m.template_id AND d.version = m.version
WHERE t.task_id = $task_id::UUID
