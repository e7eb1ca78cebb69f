SELECT
    proposal_id::VARCHAR, base_version, project, person, change, reason, epoch_us(created), status, decided_by,
    decision_reason, accepted_version, schema_id
FROM proposals
WHERE schema_id = $schema_id
ORDER BY created, proposal_id
