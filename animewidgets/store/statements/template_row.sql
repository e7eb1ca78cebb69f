SELECT m.template_id, m.version, m.name, m.kinds, m.guidelines, m.schema_id, m.schema_version, d.document
FROM templates AS m
LEFT JOIN template_documents AS d USING (template_id, version)
WHERE m.template_id = $template_id AND m.version = coalesce($version, (
    SELECT max(version) FROM templates WHERE template_id = $template_id
))
