-- How far each task is, unit by unit: who has finished how many, and how many in spite of a warning.
SELECT
    project,
    release,
    template_id,
    person,
    count(*) AS units,
    count(overruled) AS in_spite_of_a_warning,
    round(sum(end_frame - start_frame)) AS frames,
    max(created) AS last_finished
FROM units_done
GROUP BY ALL
ORDER BY project, release, template_id, units DESC;
