INSERT INTO proposal_remarks BY NAME
SELECT
    $proposal_id::UUID AS proposal_id,
    (SELECT coalesce(max(nth), 0) + 1 FROM proposal_remarks WHERE proposal_id = $proposal_id::UUID) AS nth,
    $person AS person,
    $remark AS remark,
    now() AS created
