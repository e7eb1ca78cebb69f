-- Time maps between releases under review: what each began with, and what people did to it since, step by step.
-- See animewidgets/store/time_maps.py.
CREATE TABLE time_maps (
    map_id UUID PRIMARY KEY,
    project VARCHAR NOT NULL,
    source_release VARCHAR NOT NULL,
    target_release VARCHAR NOT NULL,
    -- The first proposal, as docs/patches.md describes it.
    patch JSON NOT NULL,
    person VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    UNIQUE (project, source_release, target_release)
);

CREATE TABLE time_map_steps (
    map_id UUID NOT NULL,
    step INTEGER NOT NULL CHECK (step > 0),
    step_id UUID NOT NULL UNIQUE,
    person VARCHAR NOT NULL,
    -- 'undo' takes back the newest edit of the same person that holds, 'redo' brings back the one undone last.
    kind VARCHAR NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
    edit JSON,
    created TIMESTAMPTZ NOT NULL,
    CHECK ((kind = 'edit') = (edit IS NOT NULL)),
    PRIMARY KEY (map_id, step)
);

-- Who did what to which map, and when. What a re-run proposed is told without its pieces.
CREATE VIEW time_map_edits AS
WITH told AS (
    SELECT
        *,
        edit ->> '$.op' AS op,
        coalesce(edit ->> '$.at.side', CASE WHEN edit ->> '$.op' IN ('anchor', 'unanchor') THEN 'source' END)
            AS side,
        coalesce(try_cast(edit ->> '$.at.tick' AS BIGINT), try_cast(edit ->> '$.source' AS BIGINT)) AS tick
    FROM time_map_steps
)
SELECT
    t.map_id, m.project,
    m.source_release, coalesce(a.name, m.source_release) AS source,
    m.target_release, coalesce(b.name, m.target_release) AS target,
    t.step, t.kind, t.op, t.side, t.tick,
    t.tick::DOUBLE * CASE t.side
        WHEN 'source' THEN a.time_base_num::DOUBLE / a.time_base_den
        ELSE b.time_base_num::DOUBLE / b.time_base_den
    END AS seconds,
    CASE WHEN t.op = 'proposed' THEN NULL ELSE t.edit END AS edit,
    t.person, t.created
FROM told AS t
JOIN time_maps AS m USING (map_id)
LEFT JOIN releases AS a ON a.release_id = m.source_release
LEFT JOIN releases AS b ON b.release_id = m.target_release
ORDER BY t.map_id, t.step;
