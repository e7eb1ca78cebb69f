SELECT
    r.release_id, r.name, r.time_base_num, r.time_base_den, r.frame_rate_num, r.frame_rate_den, r.width, r.height,
    r.end_pts, r.frame_pts,
    (SELECT json_group_object(i.kind, i.digest) FROM release_identities AS i WHERE i.release_id = r.release_id)::VARCHAR
        AS identities
FROM releases AS r
WHERE list_contains(from_json($releases, '["VARCHAR"]'), r.release_id)
ORDER BY r.release_id
