-- The tasks of a release in a project by any version of a template: the one that was made by this version first, then
-- the one on which something was done last.
SELECT t.task_id::VARCHAR, t.template_version, s.schema_id
FROM tasks AS t
JOIN task_schemas AS s USING (task_id)
LEFT JOIN (SELECT task_id, max(number) AS newest FROM annotation_versions GROUP BY task_id) AS d USING (task_id)
WHERE t.project_id = $project_id::UUID AND t.release_id = $release_id AND t.template_id = $template_id
ORDER BY t.template_version = $template_version DESC, d.newest DESC NULLS LAST, t.created, t.task_id
