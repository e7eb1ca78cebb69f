-- Audio events: who and what is heard, from when to when, on which lane. Their times may lie between two frames: a
-- sound is heard on every frame that it shares a moment with.

CREATE VIEW audio_events AS
WITH events AS (
    SELECT
        *,
        nullif(attributes ->> '$.speaker', '') AS speaker,
        attributes ->> '$.source' AS subtitles,
        try_cast(attributes ->> '$.line' AS INTEGER) AS line
    FROM annotations
    WHERE kind = 'audio_event'
)
SELECT
    e.task_id, e.project, e.release, e.release_id,
    coalesce(e.attributes ->> '$.lane', 'sounds') AS lane,
    e.speaker,
    coalesce(sounding.frame, 0) AS start_frame,
    coalesce(silent.frame, r.frame_count) AS end_frame,
    e.start_pts, e.end_pts, e.seconds, e.end_seconds,
    e.end_seconds - e.seconds AS duration,
    e.category, e.category_name, e.comment, e.uncertain, e.subtitles, e.line,
    e.attributes, e.source, e.score, e.person, e.created, e.annotation_id, e.version
FROM events AS e
JOIN releases AS r USING (release_id)
ASOF LEFT JOIN release_frames AS sounding
    ON sounding.release_id = e.release_id AND e.start_pts >= sounding.pts
ASOF LEFT JOIN release_frames AS silent
    ON silent.release_id = e.release_id AND e.end_pts <= silent.pts
ORDER BY e.task_id, lane, e.start_pts;
