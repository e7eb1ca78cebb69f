-- How many boxes of tracks were said by a person, and how many follow from them, per category.
SELECT
    release,
    coalesce(category, '(none)') AS category,
    count(DISTINCT annotation_id) AS tracks,
    count(*) AS boxes,
    count(*) FILTER (origin = 'key') AS said,
    count(*) FILTER (origin = 'linear') AS on_the_way,
    count(*) FILTER (origin = 'hold') AS held,
    round(avg(width * height)) AS mean_area
FROM track_boxes
GROUP BY ALL
ORDER BY boxes DESC;
