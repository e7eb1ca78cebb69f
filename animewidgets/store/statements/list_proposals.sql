SELECT * FROM proposals WHERE schema_id = $schema_id ORDER BY created, proposal_id
