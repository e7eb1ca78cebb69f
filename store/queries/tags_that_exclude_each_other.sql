-- Tags of one exclusive group that hold at the same time: two people set them at the same moment, or a program did.
SELECT
    a.release,
    a.project,
    a."group",
    a.scope,
    a.category AS one,
    b.category AS other,
    greatest(a.start_frame, b.start_frame) AS start_frame,
    least(a.end_frame, b.end_frame) AS end_frame,
    a.person AS set_by,
    b.person AS and_by
FROM tags AS a
JOIN tags AS b
    ON a.task_id = b.task_id
    AND a.scope = b.scope
    AND a."group" = b."group"
    AND a.category < b.category
    AND a.start_pts < b.end_pts
    AND b.start_pts < a.end_pts
WHERE a.exclusive
ORDER BY a.release, start_frame;
