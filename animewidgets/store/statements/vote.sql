INSERT INTO proposal_votes BY NAME
SELECT
    $proposal_id::UUID AS proposal_id,
    $person AS person,
    (
        SELECT coalesce(max(nth), 0) + 1
        FROM proposal_votes
        WHERE proposal_id = $proposal_id::UUID AND person = $person
    ) AS nth,
    $vote AS vote,
    now() AS created
