-- The row that decides who publishes a version: of two at once, the primary key refuses one.
INSERT INTO category_schemas BY NAME
SELECT
    $schema_id AS schema_id,
    $version::INTEGER AS version,
    $base_version::INTEGER AS base_version,
    $person AS person,
    $note AS note,
    now() AS created
