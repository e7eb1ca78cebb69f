-- Shots that nobody has given a category, with the frames to look at.
SELECT project, release, shot, start_frame, end_frame, round(seconds, 3) AS seconds
FROM shots
WHERE category IS NULL
ORDER BY project, release, start_frame;
