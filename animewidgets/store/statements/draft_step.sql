-- One step more; of two at once, the primary key refuses one, and it is tried again.
INSERT INTO schema_drafts BY NAME
SELECT
    $schema_id AS schema_id,
    $person AS person,
    (
        SELECT coalesce(max(step), 0) + 1 FROM schema_drafts WHERE schema_id = $schema_id AND person = $person
    ) AS step,
    $step_id AS step_id,
    $kind AS kind,
    $base_version::INTEGER AS base_version,
    $changes::JSON AS changes,
    now() AS created
