SELECT
    c.category_id, c.name, c.colour, c.hotkey, c.parent,
    d.description, d.attributes, d.skeleton, d.translations, d.examples
FROM categories AS c
LEFT JOIN category_details AS d USING (schema_id, version, category_id)
WHERE c.schema_id = $schema_id AND c.version = $version
ORDER BY c.position
