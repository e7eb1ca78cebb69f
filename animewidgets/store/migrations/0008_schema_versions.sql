-- Versions of category schemas, how their categories went over from one to the next, who proposed and voted what,
-- and on which version each task stands. Everything is added and nothing changed: a vote that somebody takes
-- back is another vote, an undone change of a draft another step.

-- The log again with its primary key alone: that decides who of two takes a number, and commit.sql writes nothing where
-- the log went on since it was looked at. Two more unique indexes over identities at random only repeated it, and took
-- half of the time of writing a million rows.
CREATE TABLE whole_log (
    number BIGINT NOT NULL CHECK (number > 0),
    edit_index INTEGER NOT NULL CHECK (edit_index >= 0),
    commit_id UUID NOT NULL,
    annotation_id UUID NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    op VARCHAR NOT NULL CHECK (op IN ('create', 'update', 'delete')),
    action VARCHAR NOT NULL CHECK (action IN ('do', 'undo', 'redo')),
    reverts UUID,
    person VARCHAR NOT NULL,
    task_id UUID NOT NULL,
    project_id UUID NOT NULL,
    release_id VARCHAR NOT NULL,
    tool VARCHAR NOT NULL,
    tool_version VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    active_ms BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    start_pts BIGINT,
    end_pts BIGINT,
    category VARCHAR,
    geometry JSON,
    payload BLOB,
    attributes JSON,
    source VARCHAR,
    score DOUBLE,
    comment VARCHAR,
    uncertain BOOLEAN,
    CHECK ((op = 'delete') = (start_pts IS NULL)),
    CHECK (end_pts IS NULL OR end_pts > start_pts),
    PRIMARY KEY (number, edit_index)
);
INSERT INTO whole_log BY NAME SELECT * FROM annotation_versions ORDER BY number, edit_index;
DROP TABLE annotation_versions;
ALTER TABLE whole_log RENAME TO annotation_versions;

ALTER TABLE category_schemas ADD COLUMN base_version INTEGER;
ALTER TABLE category_schemas ADD COLUMN person VARCHAR;
ALTER TABLE category_schemas ADD COLUMN note VARCHAR;
ALTER TABLE category_details ADD COLUMN translations JSON;
ALTER TABLE category_details ADD COLUMN examples JSON;

-- What became of each category of `base_version` in `version`. Its annotations go to `goes_to`; without one a person
-- must choose among the targets, and without targets the category is gone.
CREATE TABLE schema_links (
    schema_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    targets VARCHAR[] NOT NULL,
    goes_to VARCHAR,
    PRIMARY KEY (schema_id, version, source)
);

CREATE TABLE schema_maintainers (
    schema_id VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    added_by VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (schema_id, person)
);

-- What somebody has in hand, step by step; see animewidgets/store/drafts.py.
CREATE TABLE schema_drafts (
    schema_id VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    step INTEGER NOT NULL CHECK (step > 0),
    -- What the page called it that made it: one that is sent again is known by that.
    step_id VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('change', 'undo', 'redo', 'discard')),
    base_version INTEGER NOT NULL,
    changes JSON,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (schema_id, person, step)
);

-- From commit `number` on all tasks of the project that used an older version of the schema stand on `to_version`. The
-- rows of that number in the log, where there are any, are what the migration changed.
CREATE TABLE schema_migrations (
    project_id UUID NOT NULL,
    schema_id VARCHAR NOT NULL,
    to_version INTEGER NOT NULL,
    number BIGINT NOT NULL,
    commit_id UUID NOT NULL,
    person VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    annotations BIGINT NOT NULL,
    unplaced BIGINT NOT NULL,
    PRIMARY KEY (project_id, schema_id, to_version)
);

-- While a migration writes very many rows, commits wait: each would take the number that it has taken already.
CREATE TABLE log_pauses (
    pause_id UUID NOT NULL,
    op VARCHAR NOT NULL CHECK (op IN ('begin', 'end')),
    until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (pause_id, op)
);

CREATE TABLE schema_proposals (
    proposal_id UUID PRIMARY KEY,
    schema_id VARCHAR NOT NULL,
    base_version INTEGER NOT NULL,
    project VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    change JSON NOT NULL,
    reason VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL
);

CREATE TABLE proposal_votes (
    proposal_id UUID NOT NULL,
    person VARCHAR NOT NULL,
    nth INTEGER NOT NULL,
    vote INTEGER NOT NULL CHECK (vote BETWEEN -1 AND 1),
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (proposal_id, person, nth)
);

CREATE TABLE proposal_remarks (
    proposal_id UUID NOT NULL,
    nth INTEGER NOT NULL,
    person VARCHAR NOT NULL,
    remark VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (proposal_id, nth)
);

-- The primary key lets one decision stand, whoever decides at the same moment.
CREATE TABLE proposal_decisions (
    proposal_id UUID PRIMARY KEY,
    decision VARCHAR NOT NULL CHECK (decision IN ('accepted', 'rejected', 'withdrawn')),
    person VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    version INTEGER,
    created TIMESTAMPTZ NOT NULL
);

-- Templates whole, as in their files; what the store itself asks for stands in `templates`.
CREATE TABLE template_documents (
    template_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    person VARCHAR,
    document JSON NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (template_id, version)
);

-- The versions of its template that a task was opened by, besides the one that it was made by.
CREATE TABLE task_templates (
    task_id UUID NOT NULL,
    template_version INTEGER NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (task_id, template_version)
);

-- Which version a task stood on, from which commit on; up to the next one, or until now.
CREATE VIEW task_schema_history AS
WITH stood AS (
    SELECT t.task_id, t.project_id, m.schema_id, m.schema_version AS version, 0::BIGINT AS from_number
    FROM tasks AS t
    JOIN templates AS m ON m.template_id = t.template_id AND m.version = t.template_version
    UNION ALL
    SELECT t.task_id, t.project_id, g.schema_id, g.to_version, g.number
    FROM schema_migrations AS g
    JOIN tasks AS t USING (project_id)
    JOIN templates AS m
        ON m.template_id = t.template_id AND m.version = t.template_version AND m.schema_id = g.schema_id
    WHERE g.to_version > m.schema_version
)
SELECT
    *,
    lead(from_number) OVER task AS until_number,
    lag(version) OVER task AS version_before
FROM stood
WINDOW task AS (PARTITION BY task_id ORDER BY version)
ORDER BY task_id, version;

-- The version that each task stands on now: the one that the names of its categories are read from.
CREATE VIEW task_schemas AS
SELECT task_id, project_id, schema_id, version, from_number AS number
FROM task_schema_history
WHERE until_number IS NULL;

CREATE OR REPLACE VIEW annotations AS
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
    live.number,
    s.schema_id,
    s.version AS schema_version
FROM live
JOIN releases AS r USING (release_id)
JOIN projects AS p ON p.project_id = live.project_id
JOIN task_schemas AS s ON s.task_id = live.task_id
LEFT JOIN categories AS c
    ON c.schema_id = s.schema_id AND c.version = s.version AND c.category_id = live.category
LEFT JOIN release_frames AS start_at
    ON start_at.release_id = live.release_id AND start_at.pts = live.start_pts
LEFT JOIN release_frames AS end_at
    ON end_at.release_id = live.release_id AND end_at.pts = live.end_pts;

CREATE OR REPLACE VIEW tags AS
WITH scoped AS (
    SELECT
        *,
        CASE
            WHEN attributes ->> '$.scope' IN ('frame', 'span', 'shot') THEN attributes ->> '$.scope'
            WHEN end_pts IS NULL THEN 'frame'
            ELSE 'span'
        END AS scope
    FROM annotations
    WHERE kind = 'tag'
),
cut_at AS (
    SELECT DISTINCT project_id, release_id, start_pts AS cut_pts FROM annotations WHERE kind = 'cut'
),
covering AS (
    SELECT
        s.*,
        CASE s.scope
            WHEN 'span' THEN coalesce(s.end_pts, r.end_pts)
            WHEN 'shot' THEN coalesce(c.cut_pts, r.end_pts)
            ELSE coalesce(f.pts, r.end_pts)
        END AS until_pts,
        r.time_base_num, r.time_base_den, r.frame_count
    FROM scoped AS s
    JOIN releases AS r USING (release_id)
    ASOF LEFT JOIN cut_at AS c
        ON c.project_id = s.project_id AND c.release_id = s.release_id AND s.start_pts < c.cut_pts
    ASOF LEFT JOIN release_frames AS f ON f.release_id = s.release_id AND s.start_pts < f.pts
)
SELECT
    c.task_id, c.project, c.release, c.release_id,
    c.scope,
    c.frame AS start_frame,
    coalesce(until_at.frame, c.frame_count) AS end_frame,
    coalesce(until_at.frame, c.frame_count) - c.frame AS frames,
    c.start_pts,
    c.until_pts AS end_pts,
    c.seconds,
    (c.until_pts - c.start_pts)::DOUBLE * c.time_base_num / c.time_base_den AS duration,
    c.category, c.category_name,
    g.name AS "group",
    coalesce(g.exclusive, FALSE) AS exclusive,
    c.attributes -> '$.values' AS "values",
    c.comment, c.uncertain, c.attributes, c.source, c.score, c.person, c.created, c.annotation_id, c.version
FROM covering AS c
LEFT JOIN category_groups AS g
    ON g.schema_id = c.schema_id AND g.version = c.schema_version AND list_contains(g.members, c.category)
LEFT JOIN release_frames AS until_at
    ON until_at.release_id = c.release_id AND until_at.pts = c.until_pts
ORDER BY c.task_id, c.start_pts, c.scope, c.category;

CREATE OR REPLACE VIEW annotation_attributes AS
WITH taken AS (
    SELECT schema_id, version, category_id, unnest(attributes::JSON[]) AS attribute
    FROM category_details
    WHERE attributes IS NOT NULL
),
named AS (
    SELECT
        *,
        attribute ->> '$.name' AS name,
        attribute ->> '$.kind' AS value_kind,
        coalesce(try_cast(attribute ->> '$.required' AS BOOLEAN), FALSE) AS required
    FROM taken
)
SELECT
    a.task_id, a.project, a.release, a.release_id, a.kind, a.frame, a.start_pts, a.end_pts, a.seconds,
    a.category, a.category_name,
    n.name, n.value_kind, n.required,
    -- As a map, for in a path of JSON some names mean something else: '*' is all of them.
    nullif(try_cast(a.attributes -> '$.values' AS MAP(VARCHAR, JSON))[n.name], 'null'::JSON) AS value,
    a.person, a.created, a.annotation_id, a.version
FROM annotations AS a
JOIN named AS n
    ON n.schema_id = a.schema_id AND n.version = a.schema_version AND n.category_id = a.category
ORDER BY a.task_id, a.start_pts, a.annotation_id, n.name;

-- Every published version, and what it was made of.
CREATE VIEW schema_versions AS
SELECT
    s.schema_id, s.version, s.base_version, s.person, s.note, s.created,
    (SELECT count(*) FROM categories AS c WHERE c.schema_id = s.schema_id AND c.version = s.version) AS categories,
    (SELECT count(*) FROM task_schemas AS t WHERE t.schema_id = s.schema_id AND t.version = s.version) AS tasks
FROM category_schemas AS s
ORDER BY s.schema_id, s.version;

-- How the categories of a version went over into the next one: one row per category and target, and one for each
-- category that is new or gone. Of what was split, `takes` says which part its annotations go to.
CREATE VIEW category_links AS
WITH single AS (
    SELECT
        k.schema_id, v.base_version AS from_version, k.version AS to_version, k.source,
        unnest(CASE WHEN len(k.targets) = 0 THEN [NULL] ELSE k.targets END) AS target,
        len(k.targets) AS parts,
        k.goes_to
    FROM schema_links AS k
    JOIN category_schemas AS v USING (schema_id, version)
),
counted AS (
    SELECT *, count(*) FILTER (parts = 1) OVER (PARTITION BY schema_id, to_version, target) AS sources FROM single
),
came AS (
    SELECT schema_id, from_version, to_version, source, target, parts, sources, goes_to FROM counted
    UNION ALL
    SELECT v.schema_id, v.base_version, v.version, NULL, c.category_id, 0, 0, NULL
    FROM category_schemas AS v
    JOIN categories AS c USING (schema_id, version)
    WHERE
        v.base_version IS NOT NULL
        AND NOT EXISTS (
            SELECT 1
            FROM schema_links AS k
            WHERE
                k.schema_id = v.schema_id AND k.version = v.version AND list_contains(k.targets, c.category_id)
        )
)
SELECT
    m.schema_id, m.from_version, m.to_version,
    CASE
        WHEN m.source IS NULL THEN 'added'
        WHEN m.target IS NULL THEN 'dropped'
        WHEN m.parts > 1 THEN 'split'
        WHEN m.sources > 1 THEN 'merged'
        WHEN old.name <> new.name THEN 'renamed'
        ELSE 'same'
    END AS kind,
    m.source, old.name AS source_name,
    m.target, new.name AS target_name,
    m.goes_to IS NOT DISTINCT FROM m.target AND m.target IS NOT NULL AS takes
FROM came AS m
LEFT JOIN categories AS old
    ON old.schema_id = m.schema_id AND old.version = m.from_version AND old.category_id = m.source
LEFT JOIN categories AS new
    ON new.schema_id = m.schema_id AND new.version = m.to_version AND new.category_id = m.target
ORDER BY m.schema_id, m.to_version, m.source, m.target;

-- Every label that an annotation ever had, by the name that it had then: a row where a category was said first, and
-- where it changed, whether a person changed it or a migration. `category_now` is what it says today.
CREATE VIEW category_history AS
WITH said AS (
    SELECT
        v.number, v.edit_index, v.annotation_id, v.version, v.op, v.kind, v.task_id, v.project_id, v.release_id,
        v.start_pts, v.end_pts, v.category, v.tool, v.person, v.created,
        lag(v.category) OVER annotation AS category_before,
        lead(v.number) OVER annotation AS until_number,
        last(v.category) OVER whole AS category_now,
        last(v.op) OVER whole AS op_now
    FROM annotation_versions AS v
    WINDOW
        annotation AS (PARTITION BY v.annotation_id ORDER BY v.version),
        whole AS (
            PARTITION BY v.annotation_id ORDER BY v.version
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
    QUALIFY v.category IS DISTINCT FROM lag(v.category) OVER annotation
)
SELECT
    s.number, s.created, s.person, s.tool, p.name AS project, r.name AS release, s.task_id, s.release_id,
    s.annotation_id, s.version, s.op, s.kind, s.start_pts,
    s.start_pts::DOUBLE * r.time_base_num / r.time_base_den AS seconds,
    h.schema_id, h.version AS schema_version,
    s.category, c.name AS category_name,
    s.category_before, b.name AS category_before_name,
    s.category_now, n.name AS category_now_name,
    s.op_now <> 'delete' AS live
FROM said AS s
JOIN projects AS p ON p.project_id = s.project_id
JOIN releases AS r ON r.release_id = s.release_id
JOIN task_schema_history AS h
    ON h.task_id = s.task_id AND s.number >= h.from_number AND (h.until_number IS NULL OR s.number < h.until_number)
JOIN task_schemas AS t ON t.task_id = s.task_id
LEFT JOIN categories AS c
    ON c.schema_id = h.schema_id AND c.version = h.version AND c.category_id = s.category
-- What a migration replaced has its name in the version before.
LEFT JOIN categories AS b
    ON b.schema_id = h.schema_id
    AND b.version = CASE WHEN s.tool = 'migration' THEN coalesce(h.version_before, h.version) ELSE h.version END
    AND b.category_id = s.category_before
LEFT JOIN categories AS n
    ON n.schema_id = t.schema_id AND n.version = t.version AND n.category_id = s.category_now
ORDER BY s.number, s.edit_index;

-- Live annotations that a migration left without a category, because a person must choose one: what they said, in which
-- version of the schema, and which categories of the version in force came from it.
CREATE VIEW to_recategorise AS
WITH left_over AS (
    SELECT
        *,
        attributes ->> '$.was.category' AS was,
        attributes ->> '$.was.schema_id' AS was_schema,
        try_cast(attributes ->> '$.was.version' AS INTEGER) AS was_version
    FROM annotations
    WHERE category IS NULL AND json_type(attributes -> '$.was') = 'OBJECT'
)
SELECT
    o.task_id, o.project, o.release, o.release_id, o.kind, o.frame, o.start_pts, o.end_pts, o.seconds,
    o.was, c.name AS was_name, o.was_schema, o.was_version,
    o.schema_id, o.schema_version,
    list_filter(
        coalesce(k.targets, []),
        lambda one: list_contains(now.known, one)
    ) AS choices,
    o.comment, o.uncertain, o.attributes, o.source, o.score, o.person, o.created, o.annotation_id, o.version
FROM left_over AS o
LEFT JOIN categories AS c
    ON c.schema_id = o.was_schema AND c.version = o.was_version AND c.category_id = o.was
LEFT JOIN category_schemas AS v ON v.schema_id = o.was_schema AND v.base_version = o.was_version
LEFT JOIN schema_links AS k
    ON k.schema_id = v.schema_id AND k.version = v.version AND k.source = o.was
LEFT JOIN (SELECT schema_id, version, list(category_id) AS known FROM categories GROUP BY schema_id, version) AS now
    ON now.schema_id = o.schema_id AND now.version = o.schema_version
ORDER BY o.task_id, o.start_pts, o.annotation_id;

-- The newest vote of each person on each proposal; who took theirs back is not there.
CREATE VIEW proposal_votes_now AS
SELECT proposal_id, person, vote, created
FROM proposal_votes
QUALIFY row_number() OVER (PARTITION BY proposal_id, person ORDER BY nth DESC) = 1 AND vote <> 0
ORDER BY proposal_id, person;

CREATE VIEW proposals AS
WITH votes AS (
    SELECT
        proposal_id,
        count(*) FILTER (vote > 0) AS votes_for,
        count(*) FILTER (vote < 0) AS votes_against
    FROM proposal_votes_now
    GROUP BY proposal_id
),
remarks AS (SELECT proposal_id, count(*) AS remarks FROM proposal_remarks GROUP BY proposal_id)
SELECT
    p.proposal_id, p.schema_id, p.base_version, p.project, p.person, p.change ->> '$.op' AS op, p.change, p.reason,
    p.created,
    coalesce(d.decision, 'open') AS status,
    coalesce(v.votes_for, 0) AS votes_for,
    coalesce(v.votes_against, 0) AS votes_against,
    coalesce(r.remarks, 0) AS remarks,
    d.person AS decided_by, d.reason AS decision_reason, d.version AS accepted_version, d.created AS decided
FROM schema_proposals AS p
LEFT JOIN proposal_decisions AS d USING (proposal_id)
LEFT JOIN votes AS v USING (proposal_id)
LEFT JOIN remarks AS r USING (proposal_id)
ORDER BY p.created, p.proposal_id;
