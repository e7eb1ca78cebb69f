-- The schemas that there are, the one that was published last first.
SELECT schema_id
FROM category_schemas
GROUP BY schema_id
ORDER BY max(created) DESC, schema_id
