-- How much of each release each shot scale takes: in shots and in time.
SELECT
    release,
    project,
    coalesce(category_name, '(none yet)') AS scale,
    count(*) AS shots,
    round(sum(duration), 2) AS seconds,
    round(100 * sum(duration) / sum(sum(duration)) OVER (PARTITION BY release, project), 1) AS percent_of_time
FROM shots
GROUP BY release, project, scale
ORDER BY release, project, seconds DESC;
