SELECT v.proposal_id::VARCHAR, v.person, v.vote
FROM proposal_votes_now AS v
JOIN schema_proposals AS p USING (proposal_id)
WHERE p.schema_id = $schema_id
ORDER BY v.created, v.person
