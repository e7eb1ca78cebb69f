-- What proposed the cuts of each project: how many stand, with what score, how many were changed afterwards.
SELECT
    project,
    release,
    source,
    count(*) AS cuts,
    round(avg(score), 3) AS mean_score,
    count(*) FILTER (version > 1) AS changed
FROM cuts
GROUP BY ALL
ORDER BY project, release, cuts DESC, source;
