INSERT INTO pairs_reviews BY NAME
SELECT
    $step_id::UUID AS step_id,
    (SELECT coalesce(max(number), 0) + 1 FROM pairs_reviews) AS number,
    $digest AS digest,
    $person AS person,
    $changes::JSON AS changes,
    now() AS created
WHERE NOT EXISTS (SELECT 1 FROM pairs_reviews WHERE step_id = $step_id::UUID)
