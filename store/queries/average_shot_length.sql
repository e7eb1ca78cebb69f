-- Average and median shot length, and cuts per minute, of each release in each project.
SELECT
    project,
    release,
    count(*) AS shots,
    round(avg(duration), 2) AS average_seconds,
    round(median(duration), 2) AS median_seconds,
    round((count(*) - 1) * 60 / sum(duration), 1) AS cuts_per_minute
FROM shots
GROUP BY project, release
ORDER BY average_seconds;
