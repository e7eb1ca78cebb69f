INSERT INTO releases BY NAME
WITH sent AS (
    SELECT
        $release_id AS release_id,
        $name AS name,
        $time_base_num AS time_base_num,
        $time_base_den AS time_base_den,
        $frame_rate_num AS frame_rate_num,
        $frame_rate_den AS frame_rate_den,
        $end_pts AS end_pts,
        $width AS width,
        $height AS height,
        -- 34,500 frames as one JSON text: as a list literal they would be 34,500 expressions.
        from_json($frame_pts, '["BIGINT"]') AS frame_pts
)
SELECT *, len(frame_pts) AS frame_count, frame_pts[1] AS first_pts, now() AS created
FROM sent
WHERE NOT EXISTS (SELECT 1 FROM releases WHERE release_id = $release_id)
