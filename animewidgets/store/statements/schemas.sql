SELECT
    s.schema_id,
    max(s.version) AS newest,
    count(*) AS versions,
    arg_max(s.person, s.version) AS published_by,
    max(s.created) AS published,
    any_value(c.categories) AS categories,
    coalesce(any_value(m.maintainers), []) AS maintainers,
    coalesce(any_value(t.tasks), 0) AS tasks
FROM category_schemas AS s
LEFT JOIN (
    SELECT schema_id, arg_max(n, version) AS categories
    FROM (SELECT schema_id, version, count(*) AS n FROM categories GROUP BY schema_id, version)
    GROUP BY schema_id
) AS c USING (schema_id)
LEFT JOIN (
    SELECT schema_id, list(person ORDER BY created, person) AS maintainers
    FROM schema_maintainers
    GROUP BY schema_id
) AS m USING (schema_id)
LEFT JOIN (SELECT schema_id, count(*) AS tasks FROM task_schemas GROUP BY schema_id) AS t USING (schema_id)
GROUP BY s.schema_id
ORDER BY s.schema_id
