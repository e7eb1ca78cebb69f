-- What annotators were unsure about, or left a comment on: the reading list of a review.
SELECT project, release, kind, frame, round(seconds, 3) AS seconds, category_name, comment, uncertain, person
FROM annotations
WHERE uncertain OR comment IS NOT NULL
ORDER BY project, release, start_pts;
