-- Which units of work are done: who said so, of which span of a task, and whether in spite of warnings. A mark is
-- never changed: to take it back is another mark.

CREATE TABLE unit_marks (
    mark_id UUID PRIMARY KEY,
    task_id UUID NOT NULL,
    start_pts BIGINT NOT NULL,
    end_pts BIGINT NOT NULL,
    done BOOLEAN NOT NULL,
    -- What the validators said that the person overruled: a list of {"rule", "level", "message", "pts", …}.
    overruled JSON,
    active_ms BIGINT NOT NULL,
    template_id VARCHAR NOT NULL,
    template_version INTEGER NOT NULL,
    person VARCHAR NOT NULL,
    -- Commits of the log that the person had seen when they said so.
    number BIGINT NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    CHECK (end_pts > start_pts)
);

-- The units that are done now, one row per unit and person who finished it.
CREATE VIEW units_done AS
WITH newest AS (
    SELECT *
    FROM unit_marks
    QUALIFY row_number() OVER (
        PARTITION BY task_id, start_pts, end_pts, person ORDER BY created DESC, mark_id DESC
    ) = 1
)
SELECT
    n.task_id, p.name AS project, r.name AS release, t.release_id,
    n.start_pts, n.end_pts,
    coalesce(beginning.frame, 0) AS start_frame,
    coalesce(ending.frame, r.frame_count) AS end_frame,
    n.person, n.created, n.overruled, n.active_ms, n.template_id, n.template_version, n.number
FROM newest AS n
JOIN tasks AS t USING (task_id)
JOIN projects AS p USING (project_id)
JOIN releases AS r USING (release_id)
LEFT JOIN release_frames AS beginning ON beginning.release_id = t.release_id AND beginning.pts = n.start_pts
LEFT JOIN release_frames AS ending ON ending.release_id = t.release_id AND ending.pts = n.end_pts
WHERE n.done
ORDER BY n.task_id, n.start_pts, n.end_pts, n.person;
