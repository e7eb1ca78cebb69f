-- Cuts say how they are made, shots how they begin; segments and lines of subtitles get views of their own.

CREATE OR REPLACE VIEW cuts AS
WITH said AS (
    SELECT
        a.*,
        coalesce(a.attributes ->> '$.transition', 'cut') AS transition,
        try_cast(a.attributes ->> '$.from_pts' AS BIGINT) AS from_pts,
        try_cast(a.attributes ->> '$.until_pts' AS BIGINT) AS until_pts
    FROM annotations AS a
    WHERE a.kind = 'cut'
)
SELECT
    s.task_id, s.project, s.release, s.release_id, s.frame, s.start_pts, s.seconds,
    s.transition,
    from_at.frame AS from_frame,
    coalesce(until_at.frame, CASE WHEN s.until_pts = r.end_pts THEN r.frame_count END) AS until_frame,
    s.from_pts, s.until_pts,
    s.attributes, s.source, s.score, s.comment, s.uncertain, s.person, s.created, s.annotation_id, s.version
FROM said AS s
JOIN releases AS r USING (release_id)
LEFT JOIN release_frames AS from_at ON from_at.release_id = s.release_id AND from_at.pts = s.from_pts
LEFT JOIN release_frames AS until_at ON until_at.release_id = s.release_id AND until_at.pts = s.until_pts
ORDER BY s.task_id, s.start_pts;

-- Remarks on a shot stand on its cut or on its tag; a tag that only carries one has no category.
CREATE OR REPLACE VIEW shots AS
WITH starts AS (
    SELECT t.task_id, t.release_id, r.first_pts AS start_pts
    FROM tasks AS t
    JOIN releases AS r USING (release_id)
    JOIN templates AS m ON m.template_id = t.template_id AND m.version = t.template_version
    WHERE r.first_pts IS NOT NULL AND list_contains(m.kinds, 'cut')
    UNION
    SELECT task_id, release_id, start_pts FROM annotations WHERE kind = 'cut'
),
spans AS (
    SELECT
        s.*,
        row_number() OVER task - 1 AS shot,
        coalesce(lead(s.start_pts) OVER task, r.end_pts) AS end_pts,
    FROM starts AS s
    JOIN releases AS r USING (release_id)
    WINDOW task AS (PARTITION BY s.task_id ORDER BY s.start_pts)
),
marks AS (
    SELECT *, attributes ->> '$.transition' AS transition
    FROM annotations
    WHERE kind = 'cut' OR (kind = 'tag' AND (attributes ->> '$.scope') = 'shot')
),
tags AS (
    SELECT task_id, start_pts, category, category_name, person, annotation_id, version
    FROM marks
    WHERE kind = 'tag'
    QUALIFY row_number() OVER (
        PARTITION BY task_id, start_pts ORDER BY (category IS NOT NULL) DESC, number DESC
    ) = 1
),
remarks AS (
    SELECT
        task_id,
        start_pts,
        CASE
            WHEN bool_or(kind = 'cut')
            THEN coalesce(min(transition) FILTER (kind = 'cut' AND transition <> 'cut'), 'cut')
        END AS transition_in,
        first(comment ORDER BY kind, number) FILTER (comment IS NOT NULL) AS comment,
        bool_or(coalesce(uncertain, FALSE)) AS uncertain
    FROM marks
    GROUP BY task_id, start_pts
)
SELECT
    s.task_id,
    p.name AS project,
    r.name AS release,
    s.release_id,
    s.shot,
    first_of.frame AS start_frame,
    coalesce(next_of.frame, r.frame_count) AS end_frame,
    coalesce(next_of.frame, r.frame_count) - first_of.frame AS frames,
    s.start_pts,
    s.end_pts,
    s.start_pts::DOUBLE * r.time_base_num / r.time_base_den AS seconds,
    (s.end_pts - s.start_pts)::DOUBLE * r.time_base_num / r.time_base_den AS duration,
    k.transition_in,
    g.category,
    g.category_name,
    k.comment,
    coalesce(k.uncertain, FALSE) AS uncertain,
    g.person,
    g.annotation_id,
    g.version
FROM spans AS s
JOIN releases AS r USING (release_id)
JOIN tasks AS t ON t.task_id = s.task_id
JOIN projects AS p ON p.project_id = t.project_id
LEFT JOIN tags AS g ON g.task_id = s.task_id AND g.start_pts = s.start_pts
LEFT JOIN remarks AS k ON k.task_id = s.task_id AND k.start_pts = s.start_pts
LEFT JOIN release_frames AS first_of ON first_of.release_id = s.release_id AND first_of.pts = s.start_pts
LEFT JOIN release_frames AS next_of ON next_of.release_id = s.release_id AND next_of.pts = s.end_pts
ORDER BY s.task_id, s.start_pts;

CREATE VIEW segments AS
SELECT
    a.task_id, a.project, a.release, a.release_id,
    coalesce(a.attributes ->> '$.lane', 'segments') AS lane,
    a.frame AS start_frame,
    a.end_frame,
    a.end_frame - a.frame AS frames,
    a.start_pts, a.end_pts, a.seconds,
    a.end_seconds - a.seconds AS duration,
    a.category, a.category_name, a.comment, a.uncertain, a.attributes, a.source, a.score, a.person, a.created,
    a.annotation_id, a.version
FROM annotations AS a
WHERE a.kind = 'segment'
ORDER BY a.task_id, lane, a.start_pts;

-- Lines of subtitles whose times somebody edited. Their times may lie between two frames: a line is seen on
-- the frames from the first that is not before its start, up to the last that is before its end.
CREATE VIEW lines AS
WITH texts AS (
    SELECT *, attributes ->> '$.source' AS subtitles, try_cast(attributes ->> '$.line' AS INTEGER) AS line
    FROM annotations
    WHERE kind = 'text'
)
SELECT
    x.task_id, x.project, x.release, x.release_id,
    coalesce(x.attributes ->> '$.lane', 'subtitles') AS lane,
    x.subtitles, x.line,
    coalesce(first_on.frame, r.frame_count) AS start_frame,
    coalesce(first_off.frame, r.frame_count) AS end_frame,
    x.start_pts, x.end_pts, x.seconds,
    x.end_seconds - x.seconds AS duration,
    x.category, x.category_name, x.comment, x.uncertain, x.attributes, x.source, x.score, x.person, x.created,
    x.annotation_id, x.version
FROM texts AS x
JOIN releases AS r USING (release_id)
ASOF LEFT JOIN release_frames AS first_on
    ON first_on.release_id = x.release_id AND x.start_pts <= first_on.pts
ASOF LEFT JOIN release_frames AS first_off
    ON first_off.release_id = x.release_id AND x.end_pts <= first_off.pts
ORDER BY x.task_id, lane, x.start_pts;
