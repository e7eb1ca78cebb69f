-- What is proposed, with its votes and what was said last.
SELECT
    p.schema_id,
    p.op,
    p.status,
    p.person AS proposed_by,
    p.reason,
    p.votes_for,
    p.votes_against,
    list(v.person ORDER BY v.created) FILTER (v.vote > 0) AS wanted_by,
    arg_max(r.person || ': ' || r.remark, r.nth) AS last_remark
FROM proposals AS p
LEFT JOIN proposal_votes_now AS v USING (proposal_id)
LEFT JOIN proposal_remarks AS r USING (proposal_id)
GROUP BY ALL
ORDER BY p.votes_for DESC, p.votes_against;
