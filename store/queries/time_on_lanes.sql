-- How much of each release the segments of each lane take, by category.
SELECT
    s.project,
    s.release,
    s.lane,
    coalesce(s.category_name, '(none)') AS label,
    count(*) AS segments,
    round(sum(s.duration), 2) AS seconds,
    round(100 * sum(s.frames) / any_value(r.frame_count), 1) AS percent_of_frames
FROM segments AS s
JOIN releases AS r USING (release_id)
GROUP BY s.project, s.release, s.lane, label
ORDER BY s.project, s.release, s.lane, seconds DESC;
