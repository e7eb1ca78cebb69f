-- Who put which time map right: steps per person, and what kinds of edits they were.
SELECT
    source,
    target,
    project,
    person,
    count(*) FILTER (kind = 'edit') AS edits,
    count(*) FILTER (kind = 'undo') AS undone,
    count(*) FILTER (op = 'confirm') AS confirmed,
    count(*) FILTER (op = 'anchor') AS anchors,
    max(created) AS last_step
FROM time_map_edits
GROUP BY ALL
ORDER BY last_step DESC;
