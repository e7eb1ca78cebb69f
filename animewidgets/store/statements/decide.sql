-- Of two decisions at once, the primary key refuses one.
INSERT INTO proposal_decisions BY NAME
SELECT
    $proposal_id::UUID AS proposal_id,
    $decision AS decision,
    $person AS person,
    $reason AS reason,
    $version::INTEGER AS version,
    now() AS created
