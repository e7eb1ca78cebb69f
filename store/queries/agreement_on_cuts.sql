-- Two projects on one release: cuts of the one that the other has within one frame, and F1 at that tolerance.
WITH pairs AS (
    SELECT DISTINCT one.release_id, one.release, one.task_id AS a, other.task_id AS b
    FROM cuts AS one
    JOIN cuts AS other ON other.release_id = one.release_id AND other.task_id > one.task_id
),
counts AS (
    SELECT
        p.release,
        p.a,
        p.b,
        (SELECT count(*) FROM cuts AS c WHERE c.task_id = p.a) AS cuts_a,
        (SELECT count(*) FROM cuts AS c WHERE c.task_id = p.b) AS cuts_b,
        (
            SELECT count(DISTINCT x.frame)
            FROM cuts AS x
            JOIN cuts AS y ON abs(x.frame - y.frame) <= 1
            WHERE x.task_id = p.a AND y.task_id = p.b
        ) AS shared
    FROM pairs AS p
)
SELECT
    counts.release,
    pa.name AS project_a,
    pb.name AS project_b,
    cuts_a,
    cuts_b,
    shared,
    round(2 * shared / (cuts_a + cuts_b), 3) AS f1_within_one_frame
FROM counts
JOIN tasks AS ta ON ta.task_id = counts.a
JOIN tasks AS tb ON tb.task_id = counts.b
JOIN projects AS pa ON pa.project_id = ta.project_id
JOIN projects AS pb ON pb.project_id = tb.project_id
ORDER BY f1_within_one_frame;
