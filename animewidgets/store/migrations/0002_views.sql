-- Views for analysts: seconds, frames and names beside the ticks. Frames are ordinals from 0, seconds are
-- for display; the tick is the truth.

CREATE VIEW release_frames AS
SELECT
    release_id,
    unnest(range(len(frame_pts)))::BIGINT AS frame,
    unnest(frame_pts) AS pts
FROM releases;

-- The newest version of every annotation that is not deleted.
CREATE VIEW annotations AS
WITH newest AS (
    SELECT annotation_id, max(version) AS version
    FROM annotation_versions
    GROUP BY annotation_id
),
live AS (
    SELECT v.*
    FROM annotation_versions AS v
    JOIN newest USING (annotation_id, version)
    WHERE v.op <> 'delete'
)
SELECT
    live.annotation_id,
    live.version,
    live.kind,
    live.release_id,
    r.name AS release,
    start_at.frame AS frame,
    coalesce(end_at.frame, CASE WHEN live.end_pts = r.end_pts THEN r.frame_count END) AS end_frame,
    live.start_pts,
    live.end_pts,
    live.start_pts::DOUBLE * r.time_base_num / r.time_base_den AS seconds,
    live.end_pts::DOUBLE * r.time_base_num / r.time_base_den AS end_seconds,
    live.category,
    c.name AS category_name,
    live.geometry,
    live.payload,
    live.attributes,
    live.source,
    live.score,
    live.comment,
    live.uncertain,
    live.person,
    live.project_id,
    p.name AS project,
    live.task_id,
    live.tool,
    live.tool_version,
    live.created,
    live.active_ms,
    live.number
FROM live
JOIN releases AS r USING (release_id)
JOIN projects AS p ON p.project_id = live.project_id
JOIN tasks AS t ON t.task_id = live.task_id
JOIN templates AS m ON m.template_id = t.template_id AND m.version = t.template_version
LEFT JOIN categories AS c
    ON c.schema_id = m.schema_id AND c.version = m.schema_version AND c.category_id = live.category
LEFT JOIN release_frames AS start_at
    ON start_at.release_id = live.release_id AND start_at.pts = live.start_pts
LEFT JOIN release_frames AS end_at
    ON end_at.release_id = live.release_id AND end_at.pts = live.end_pts;

CREATE VIEW cuts AS
SELECT
    task_id, project, release, release_id, frame, start_pts, seconds, attributes, source, score, comment,
    uncertain, person, created, annotation_id, version
FROM annotations
WHERE kind = 'cut'
ORDER BY task_id, start_pts;

-- The shots between the cuts of each task that takes cuts. Two cuts on one frame are one boundary.
CREATE VIEW shots AS
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
tags AS (
    SELECT task_id, start_pts, category, category_name, comment, uncertain, person, annotation_id, version
    FROM annotations
    WHERE kind = 'tag' AND (attributes ->> '$.scope') = 'shot'
    QUALIFY row_number() OVER (PARTITION BY task_id, start_pts ORDER BY number DESC) = 1
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
    g.category,
    g.category_name,
    g.comment,
    g.uncertain,
    g.person,
    g.annotation_id,
    g.version
FROM spans AS s
JOIN releases AS r USING (release_id)
JOIN tasks AS t ON t.task_id = s.task_id
JOIN projects AS p ON p.project_id = t.project_id
LEFT JOIN tags AS g ON g.task_id = s.task_id AND g.start_pts = s.start_pts
LEFT JOIN release_frames AS first_of ON first_of.release_id = s.release_id AND first_of.pts = s.start_pts
LEFT JOIN release_frames AS next_of ON next_of.release_id = s.release_id AND next_of.pts = s.end_pts
ORDER BY s.task_id, s.start_pts;

-- Every edit ever made, with the state that it replaced.
CREATE VIEW history AS
SELECT
    v.number,
    v.edit_index,
    v.created,
    v.person,
    p.name AS project,
    r.name AS release,
    v.task_id,
    v.op,
    v.action,
    v.kind,
    v.annotation_id,
    v.version,
    "at".frame,
    v.start_pts,
    v.start_pts::DOUBLE * r.time_base_num / r.time_base_den AS seconds,
    v.end_pts,
    v.category,
    v.comment,
    v.uncertain,
    was_at.frame AS frame_before,
    was.start_pts AS start_pts_before,
    was.end_pts AS end_pts_before,
    was.category AS category_before,
    v.tool,
    v.tool_version,
    v.active_ms,
    v.commit_id,
    v.reverts
FROM annotation_versions AS v
JOIN releases AS r USING (release_id)
JOIN projects AS p ON p.project_id = v.project_id
LEFT JOIN annotation_versions AS was
    ON was.annotation_id = v.annotation_id AND was.version = v.version - 1
LEFT JOIN release_frames AS "at" ON "at".release_id = v.release_id AND "at".pts = v.start_pts
LEFT JOIN release_frames AS was_at ON was_at.release_id = v.release_id AND was_at.pts = was.start_pts
ORDER BY v.number, v.edit_index;

-- Who did how much, per project and release. Active time counts once per commit.
CREATE VIEW contributors AS
WITH commits AS (
    SELECT
        person, project_id, release_id, commit_id,
        any_value(active_ms) AS active_ms,
        any_value(action) AS action,
        count(*) AS edits,
        min(created) AS created,
    FROM annotation_versions
    GROUP BY person, project_id, release_id, commit_id
),
standing AS (
    SELECT person, project_id, release_id, count(*) AS live_annotations
    FROM annotations
    GROUP BY person, project_id, release_id
)
SELECT
    c.person,
    any_value(n.display_name) AS display_name,
    p.name AS project,
    r.name AS release,
    count(*) AS commits,
    count(*) FILTER (c.action = 'undo') AS undos,
    sum(c.edits)::BIGINT AS edits,
    coalesce(any_value(s.live_annotations), 0) AS live_annotations,
    sum(c.active_ms) / 60000 AS active_minutes,
    min(c.created) AS first_commit,
    max(c.created) AS last_commit
FROM commits AS c
JOIN projects AS p USING (project_id)
JOIN releases AS r ON r.release_id = c.release_id
LEFT JOIN people AS n ON n.person = c.person
LEFT JOIN standing AS s
    ON s.person = c.person AND s.project_id = c.project_id AND s.release_id = c.release_id
GROUP BY c.person, c.project_id, c.release_id, p.name, r.name
ORDER BY edits DESC;
