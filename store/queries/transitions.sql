-- How each release goes from shot to shot: how many cuts of each kind, and how long the gradual ones take.
SELECT
    project,
    release,
    transition,
    count(*) AS cuts,
    round(avg(until_frame - from_frame), 1) AS average_mixed_frames
FROM cuts
GROUP BY project, release, transition
ORDER BY project, release, cuts DESC, transition;
