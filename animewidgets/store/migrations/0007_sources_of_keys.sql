-- Keys of tracks with their own source and score, where they have one: what proposed them, and a person accepted.
CREATE OR REPLACE VIEW track_keys AS
WITH followed AS (
    SELECT *, coalesce(try_cast(geometry -> '$.keys' AS JSON[]), []) AS keys
    FROM annotations
    WHERE kind = 'track'
),
single AS (
    SELECT * EXCLUDE (keys), unnest(range(len(keys))) AS nth, unnest(keys) AS said FROM followed
)
SELECT
    s.task_id, s.project, s.release, s.release_id,
    f.frame,
    try_cast(s.said ->> '$.pts' AS BIGINT) AS pts,
    s.nth AS key,
    s.geometry ->> '$.kind' AS shape_kind,
    s.said ->> '$.interpolation' AS interpolation,
    coalesce(try_cast(s.said ->> '$.occluded' AS BOOLEAN), FALSE) AS occluded,
    coalesce(try_cast(s.said ->> '$.outside' AS BOOLEAN), FALSE) AS outside,
    s.said -> '$.shape' AS shape,
    s.start_pts, s.end_pts,
    s.category, s.category_name,
    coalesce(s.said ->> '$.source', s.source) AS source,
    coalesce(try_cast(s.said ->> '$.score' AS DOUBLE), s.score) AS score,
    s.person, s.created, s.annotation_id, s.version
FROM single AS s
LEFT JOIN release_frames AS f
    ON f.release_id = s.release_id AND f.pts = try_cast(s.said ->> '$.pts' AS BIGINT)
ORDER BY s.task_id, s.start_pts, s.annotation_id, s.nth;
