-- What categories have beside name and colour, tags with the spans that they cover, and values of attributes.
--
-- Details stand in tables of their own: a category that uses none has no row, and nothing changes for schemas
-- that were there before.

CREATE TABLE category_details (
    schema_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    category_id VARCHAR NOT NULL,
    description VARCHAR,
    attributes JSON,
    skeleton JSON,
    PRIMARY KEY (schema_id, version, category_id)
);

CREATE TABLE category_groups (
    schema_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    members VARCHAR[] NOT NULL,
    exclusive BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (schema_id, version, name)
);

-- A tag covers its frame, its span, or the shot that begins on its frame: up to the next cut that any task of
-- the project has on the release. A tag that names no scope covers its span where it has an end.
CREATE VIEW tags AS
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
JOIN tasks AS t ON t.task_id = c.task_id
JOIN templates AS m ON m.template_id = t.template_id AND m.version = t.template_version
LEFT JOIN category_groups AS g
    ON g.schema_id = m.schema_id AND g.version = m.schema_version AND list_contains(g.members, c.category)
LEFT JOIN release_frames AS until_at
    ON until_at.release_id = c.release_id AND until_at.pts = c.until_pts
ORDER BY c.task_id, c.start_pts, c.scope, c.category;

-- The attributes that the category of each annotation takes, one row each, said or not.
CREATE VIEW annotation_attributes AS
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
JOIN tasks AS t ON t.task_id = a.task_id
JOIN templates AS m ON m.template_id = t.template_id AND m.version = t.template_version
JOIN named AS n
    ON n.schema_id = m.schema_id AND n.version = m.schema_version AND n.category_id = a.category
ORDER BY a.task_id, a.start_pts, a.annotation_id, n.name;

-- What was said: text as it reads, numbers as numbers, times with their frames.
CREATE VIEW attribute_values AS
SELECT
    v.task_id, v.project, v.release, v.release_id, v.kind, v.frame, v.start_pts, v.end_pts, v.seconds,
    v.category, v.category_name,
    v.name, v.value_kind,
    v.value,
    v.value ->> '$' AS said,
    CASE WHEN v.value_kind IN ('number', 'time') THEN try_cast(v.value ->> '$' AS DOUBLE) END AS number,
    f.frame AS said_frame,
    v.person, v.created, v.annotation_id, v.version
FROM annotation_attributes AS v
LEFT JOIN release_frames AS f
    ON v.value_kind = 'time' AND f.release_id = v.release_id AND f.pts = try_cast(v.value ->> '$' AS BIGINT)
WHERE v.value IS NOT NULL
ORDER BY v.task_id, v.start_pts, v.annotation_id, v.name;

CREATE VIEW missing_attributes AS
SELECT * EXCLUDE (value, required)
FROM annotation_attributes
WHERE required AND value IS NULL
ORDER BY task_id, start_pts, annotation_id, name;
