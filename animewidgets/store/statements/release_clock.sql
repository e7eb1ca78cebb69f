SELECT name, time_base_num, time_base_den, frame_rate_num, frame_rate_den, end_pts, frame_pts
FROM releases
WHERE release_id = $release_id
