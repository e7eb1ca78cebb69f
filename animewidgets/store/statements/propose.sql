INSERT INTO schema_proposals BY NAME
SELECT
    $proposal_id::UUID AS proposal_id,
    $schema_id AS schema_id,
    $base_version::INTEGER AS base_version,
    $project AS project,
    $person AS person,
    $change::JSON AS change,
    $reason AS reason,
    now() AS created
