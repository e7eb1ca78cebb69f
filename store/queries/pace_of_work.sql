-- What an hour of active labelling brings, per person and project.
SELECT
    person,
    project,
    sum(commits) AS commits,
    sum(edits) AS edits,
    round(sum(active_minutes), 1) AS active_minutes,
    round(60 * sum(edits) / nullif(sum(active_minutes), 0)) AS edits_per_active_hour
FROM contributors
GROUP BY person, project
ORDER BY edits_per_active_hour DESC NULLS LAST;
