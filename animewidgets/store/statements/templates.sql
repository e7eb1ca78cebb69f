SELECT
    m.template_id,
    max(m.version) AS newest,
    count(*) AS versions,
    arg_max(m.name, m.version) AS name,
    arg_max(m.kinds, m.version) AS kinds,
    arg_max(m.schema_id, m.version) AS schema_id,
    arg_max(m.schema_version, m.version) AS schema_version,
    arg_max(d.person, m.version) AS published_by,
    max(coalesce(d.created, m.created)) AS published
FROM templates AS m
LEFT JOIN template_documents AS d USING (template_id, version)
GROUP BY m.template_id
ORDER BY m.template_id
