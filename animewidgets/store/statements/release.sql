SELECT time_base_num, time_base_den, frame_count, first_pts, end_pts
FROM releases
WHERE release_id = $release_id
