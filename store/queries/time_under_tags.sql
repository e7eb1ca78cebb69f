-- How much of each release each tag covers: its frames, counted once however many tags of it overlap.
SELECT
    t.release,
    t.project,
    coalesce(t.category_name, '(no category)') AS tag,
    count(DISTINCT f.frame) AS frames,
    round(100 * count(DISTINCT f.frame) / any_value(r.frame_count), 1) AS percent_of_frames,
    count(DISTINCT t.annotation_id) AS tags
FROM tags AS t
JOIN releases AS r USING (release_id)
JOIN release_frames AS f
    ON f.release_id = t.release_id AND f.frame >= t.start_frame AND f.frame < t.end_frame
GROUP BY t.release, t.project, tag
ORDER BY t.release, t.project, frames DESC;
