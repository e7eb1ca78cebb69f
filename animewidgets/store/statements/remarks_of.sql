SELECT r.proposal_id::VARCHAR, r.person, r.remark, epoch_us(r.created)
FROM proposal_remarks AS r
JOIN schema_proposals AS p USING (proposal_id)
WHERE p.schema_id = $schema_id
ORDER BY r.proposal_id, r.nth
