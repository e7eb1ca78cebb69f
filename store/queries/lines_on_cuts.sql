-- Edited lines of subtitles that begin or end within three frames of a cut, but not on it: candidates to snap.
SELECT
    l.project,
    l.release,
    l.line,
    l.start_frame,
    l.end_frame,
    c.frame AS cut_frame,
    CASE WHEN abs(l.start_frame - c.frame) <= 3 THEN l.start_frame ELSE l.end_frame END - c.frame AS frames_off
FROM lines AS l
JOIN cuts AS c
    ON c.task_id = l.task_id
    AND (abs(l.start_frame - c.frame) BETWEEN 1 AND 3 OR abs(l.end_frame - c.frame) BETWEEN 1 AND 3)
ORDER BY l.project, l.release, l.start_pts;
