-- The twenty longest shots of all projects.
SELECT project, release, shot, start_frame, frames, round(duration, 2) AS seconds, category_name
FROM shots
ORDER BY duration DESC
LIMIT 20;
