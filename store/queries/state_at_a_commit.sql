-- The cuts as they stood after a commit, here the first: time travel needs no snapshot, only the number.
WITH newest AS (
    SELECT annotation_id, max(version) AS version
    FROM annotation_versions
    WHERE number <= 1
    GROUP BY annotation_id
)
SELECT v.task_id, f.frame, v.start_pts, v.person, v.created
FROM annotation_versions AS v
JOIN newest USING (annotation_id, version)
JOIN release_frames AS f ON f.release_id = v.release_id AND f.pts = v.start_pts
WHERE v.op <> 'delete' AND v.kind = 'cut'
ORDER BY v.task_id, v.start_pts;
