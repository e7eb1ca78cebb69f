-- Labels that lost their category, because it was split or dropped: how many of each, where the first is, and what
-- they may become.
SELECT
    project,
    release,
    was_name AS was,
    count(*) AS labels,
    min(seconds) AS first_second,
    any_value(choices) AS choices
FROM to_recategorise
GROUP BY project, release, was_name
ORDER BY labels DESC;
