INSERT INTO release_identities BY NAME
SELECT *
FROM (VALUES $rows) AS sent (release_id, kind, digest)
WHERE NOT EXISTS (
    SELECT 1
    FROM release_identities AS r
    WHERE r.release_id = sent.release_id AND r.kind = sent.kind AND r.digest = sent.digest
)
