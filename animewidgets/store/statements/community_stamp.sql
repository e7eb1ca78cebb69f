-- Rows are only ever added: how many there are tells whether anything is new.
WITH proposed AS (SELECT proposal_id FROM schema_proposals WHERE schema_id = $schema_id)
SELECT concat_ws(
    '-',
    (SELECT count(*) FROM proposed),
    (SELECT count(*) FROM proposal_votes JOIN proposed USING (proposal_id)),
    (SELECT count(*) FROM proposal_remarks JOIN proposed USING (proposal_id)),
    (SELECT count(*) FROM proposal_decisions JOIN proposed USING (proposal_id)),
    (SELECT count(*) FROM category_schemas WHERE schema_id = $schema_id),
    (SELECT count(*) FROM schema_maintainers WHERE schema_id = $schema_id),
    (SELECT count(*) FROM schema_migrations WHERE schema_id = $schema_id)
)
