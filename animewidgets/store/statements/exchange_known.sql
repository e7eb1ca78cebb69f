SELECT
    r.release_id, r.name,
    coalesce(
        (
            SELECT list(i.digest ORDER BY i.digest)
            FROM release_identities AS i
            WHERE i.release_id = r.release_id AND i.kind = 'file-sha256'
        ),
        []
    ) AS file_digests
FROM releases AS r
ORDER BY r.release_id
