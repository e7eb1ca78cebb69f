-- Boxes, polygons, masks, points and tracks get views of their own, measured in pixels. What another program
-- wrote otherwise than the editor does is there too, with empty columns. Track keys and what lies between them
-- follow animewidgets/annotations/geometry/tracks.py.

CREATE VIEW boxes AS
SELECT
    a.task_id, a.project, a.release, a.release_id, a.frame, a.start_pts, a.seconds,
    try_cast(a.geometry ->> '$.x' AS DOUBLE) AS x,
    try_cast(a.geometry ->> '$.y' AS DOUBLE) AS y,
    try_cast(a.geometry ->> '$.width' AS DOUBLE) AS width,
    try_cast(a.geometry ->> '$.height' AS DOUBLE) AS height,
    coalesce(try_cast(a.geometry ->> '$.rotation' AS DOUBLE), 0) AS rotation,
    a.category, a.category_name, a.comment, a.uncertain, a.attributes, a.source, a.score, a.person, a.created,
    a.annotation_id, a.version
FROM annotations AS a
WHERE a.kind = 'box'
ORDER BY a.task_id, a.start_pts;

-- Area by Gauss's formula: of each part its outline less its holes. Where parts overlap it counts twice.
CREATE VIEW polygons AS
WITH drawn AS (
    SELECT *, coalesce(try_cast(geometry -> '$.parts' AS DOUBLE[][][][]), []) AS parts
    FROM annotations
    WHERE kind = 'polygon'
),
measured AS (
    SELECT
        *,
        flatten(flatten(parts)) AS vertices,
        list_transform(parts, lambda rings: list_transform(rings, lambda ring: abs(list_sum(list_transform(
            range(len(ring)),
            lambda n: ring[n + 1][1] * ring[(n + 1) % len(ring) + 1][2]
                - ring[(n + 1) % len(ring) + 1][1] * ring[n + 1][2]
        ))) / 2)) AS areas
    FROM drawn
)
SELECT
    m.task_id, m.project, m.release, m.release_id, m.frame, m.start_pts, m.seconds,
    len(m.parts) AS parts,
    len(flatten(m.parts)) - len(m.parts) AS holes,
    len(m.vertices) AS vertices,
    list_sum(list_transform(m.areas, lambda rings: 2 * rings[1] - list_sum(rings))) AS area,
    list_min(list_transform(m.vertices, lambda v: v[1])) AS x,
    list_min(list_transform(m.vertices, lambda v: v[2])) AS y,
    list_max(list_transform(m.vertices, lambda v: v[1])) - list_min(list_transform(m.vertices, lambda v: v[1]))
        AS width,
    list_max(list_transform(m.vertices, lambda v: v[2])) - list_min(list_transform(m.vertices, lambda v: v[2]))
        AS height,
    m.geometry,
    m.category, m.category_name, m.comment, m.uncertain, m.attributes, m.source, m.score, m.person, m.created,
    m.annotation_id, m.version
FROM measured AS m
ORDER BY m.task_id, m.start_pts;

-- The run lengths of COCO's text, see animewidgets/annotations/masks/counts.py: characters make numbers, numbers
-- make runs (each but the first three is told as the difference to the run two before), runs make places.
CREATE VIEW masks AS
WITH marked AS MATERIALIZED (
    SELECT
        *,
        try_cast(geometry ->> '$.size[0]' AS BIGINT) AS picture_height,
        try_cast(geometry ->> '$.size[1]' AS BIGINT) AS picture_width,
        geometry ->> '$.counts' AS counts
    FROM annotations
    WHERE kind = 'mask'
),
characters AS (
    SELECT annotation_id, unnest(range(len(counts))) AS spot, ascii(unnest(string_split(counts, ''))) - 48 AS bits
    FROM marked
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (bits < 32) OVER (
            PARTITION BY annotation_id ORDER BY spot ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS nth
    FROM characters
),
placed AS (
    SELECT *, spot - min(spot) OVER (PARTITION BY annotation_id, nth) AS place FROM numbered
),
numbers AS (
    SELECT
        annotation_id,
        nth,
        sum((bits % 32) * CAST(32 ** least(place, 7) AS BIGINT))
            - CASE WHEN max_by(bits, place) % 32 >= 16 THEN CAST(32 ** least(max(place) + 1, 7) AS BIGINT) ELSE 0 END
            AS step
    FROM placed
    GROUP BY annotation_id, nth
),
runs AS (
    SELECT
        annotation_id,
        nth,
        sum(step) OVER (
            PARTITION BY annotation_id, CASE WHEN nth = 0 THEN 2 ELSE nth % 2 END ORDER BY nth
        )::BIGINT AS length
    FROM numbers
),
spans AS (
    SELECT *, (sum(length) OVER (PARTITION BY annotation_id ORDER BY nth))::BIGINT AS until FROM runs
),
columns AS (
    SELECT
        s.annotation_id,
        s.length,
        (s.until - s.length) // m.picture_height AS "left",
        (s.until - 1) // m.picture_height AS "right",
        (s.until - s.length) % m.picture_height AS top,
        (s.until - 1) % m.picture_height AS bottom,
        m.picture_height
    FROM spans AS s
    JOIN marked AS m USING (annotation_id)
    WHERE s.nth % 2 = 1 AND s.length > 0
),
measured AS (
    SELECT
        annotation_id,
        sum(length)::BIGINT AS area,
        min("left") AS x,
        min(CASE WHEN "left" = "right" THEN top ELSE 0 END) AS y,
        max("right") - min("left") + 1 AS width,
        max(CASE WHEN "left" = "right" THEN bottom ELSE picture_height - 1 END)
            - min(CASE WHEN "left" = "right" THEN top ELSE 0 END) + 1 AS height
    FROM columns
    GROUP BY annotation_id
)
SELECT
    m.task_id, m.project, m.release, m.release_id, m.frame, m.start_pts, m.seconds,
    coalesce(m.attributes ->> '$.scope', 'instance') AS scope,
    coalesce(d.area, 0) AS area, d.x, d.y, d.width, d.height,
    m.picture_width, m.picture_height, m.counts,
    m.category, m.category_name, m.comment, m.uncertain, m.attributes, m.source, m.score, m.person, m.created,
    m.annotation_id, m.version
FROM marked AS m
LEFT JOIN measured AS d USING (annotation_id)
ORDER BY m.task_id, m.start_pts;

CREATE VIEW points AS
WITH marked AS (
    SELECT *, coalesce(try_cast(geometry -> '$.points' AS JSON[]), []) AS marks
    FROM annotations
    WHERE kind = 'point'
),
single AS (
    SELECT * EXCLUDE (marks), unnest(range(len(marks))) AS point, unnest(marks) AS mark FROM marked
)
SELECT
    s.task_id, s.project, s.release, s.release_id, s.frame, s.start_pts, s.seconds,
    s.point,
    try_cast(s.mark ->> '$.x' AS DOUBLE) AS x,
    try_cast(s.mark ->> '$.y' AS DOUBLE) AS y,
    coalesce(try_cast(s.mark ->> '$.negative' AS BOOLEAN), FALSE) AS negative,
    coalesce(try_cast(s.mark ->> '$.occluded' AS BOOLEAN), FALSE) AS occluded,
    s.category, s.category_name, s.comment, s.uncertain, s.attributes, s.source, s.score, s.person, s.created,
    s.annotation_id, s.version
FROM single AS s
WHERE json_type(s.mark) = 'OBJECT'
ORDER BY s.task_id, s.start_pts, s.annotation_id, s.point;

CREATE VIEW track_keys AS
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
    s.category, s.category_name, s.source, s.score, s.person, s.created, s.annotation_id, s.version
FROM single AS s
LEFT JOIN release_frames AS f
    ON f.release_id = s.release_id AND f.pts = try_cast(s.said ->> '$.pts' AS BIGINT)
ORDER BY s.task_id, s.start_pts, s.annotation_id, s.nth;

CREATE VIEW tracks AS
WITH counted AS (
    SELECT
        annotation_id,
        count(*) AS keys,
        count(*) FILTER (outside) AS outside_keys,
        count(*) FILTER (occluded) AS occluded_keys
    FROM track_keys
    GROUP BY annotation_id
)
SELECT
    a.task_id, a.project, a.release, a.release_id,
    a.geometry ->> '$.kind' AS shape_kind,
    a.frame AS start_frame,
    a.end_frame,
    a.end_frame - a.frame AS frames,
    a.start_pts, a.end_pts, a.seconds,
    a.end_seconds - a.seconds AS duration,
    coalesce(c.keys, 0) AS keys,
    coalesce(c.outside_keys, 0) AS outside_keys,
    coalesce(c.occluded_keys, 0) AS occluded_keys,
    a.category, a.category_name, a.comment, a.uncertain, a.attributes, a.source, a.score, a.person, a.created,
    a.annotation_id, a.version
FROM annotations AS a
LEFT JOIN counted AS c USING (annotation_id)
WHERE a.kind = 'track'
ORDER BY a.task_id, a.start_pts;

-- Tracks of boxes on every frame on which they are in the picture. `origin` is 'key' where somebody said it of
-- this very frame, otherwise 'linear' or 'hold'.
CREATE VIEW track_boxes AS
WITH keyed AS (
    SELECT
        k.*,
        try_cast(k.shape ->> '$.x' AS DOUBLE) AS x,
        try_cast(k.shape ->> '$.y' AS DOUBLE) AS y,
        try_cast(k.shape ->> '$.width' AS DOUBLE) AS width,
        try_cast(k.shape ->> '$.height' AS DOUBLE) AS height,
        coalesce(try_cast(k.shape ->> '$.rotation' AS DOUBLE), 0) AS rotation
    FROM track_keys AS k
    WHERE k.shape_kind = 'box'
),
stretches AS (
    SELECT
        *,
        lead(pts) OVER track AS next_pts,
        lead(x) OVER track AS next_x,
        lead(y) OVER track AS next_y,
        lead(width) OVER track AS next_width,
        lead(height) OVER track AS next_height,
        (lead(rotation) OVER track - rotation + 720) % 360 AS way
    FROM keyed
    WINDOW track AS (PARTITION BY annotation_id ORDER BY key)
),
frames AS (
    SELECT
        s.*,
        f.frame AS on_frame,
        f.pts AS on_pts,
        CASE
            WHEN f.pts = s.pts THEN 'key'
            WHEN s.interpolation = 'linear' AND s.next_x IS NOT NULL THEN 'linear'
            ELSE 'hold'
        END AS origin,
        CASE
            WHEN s.interpolation = 'linear' AND s.next_x IS NOT NULL
            THEN (f.pts - s.pts)::DOUBLE / (s.next_pts - s.pts)
            ELSE 0
        END AS share
    FROM stretches AS s
    JOIN release_frames AS f
        ON f.release_id = s.release_id AND f.pts >= s.pts AND f.pts < coalesce(s.next_pts, s.end_pts)
    WHERE s.x IS NOT NULL
),
turned AS (
    SELECT
        *,
        rotation + coalesce(CASE WHEN way > 180 THEN way - 360 ELSE way END, 0) * share AS turned_to
    FROM frames
)
SELECT
    t.task_id, t.project, t.release, t.release_id,
    t.on_frame AS frame,
    t.on_pts AS pts,
    t.x + coalesce(t.next_x - t.x, 0) * t.share AS x,
    t.y + coalesce(t.next_y - t.y, 0) * t.share AS y,
    t.width + coalesce(t.next_width - t.width, 0) * t.share AS width,
    t.height + coalesce(t.next_height - t.height, 0) * t.share AS height,
    CASE
        WHEN t.turned_to > 180 THEN t.turned_to - 360
        WHEN t.turned_to <= -180 THEN t.turned_to + 360
        ELSE t.turned_to
    END AS rotation,
    t.origin,
    t.occluded,
    t.category, t.category_name, t.source, t.score, t.person, t.annotation_id, t.version
FROM turned AS t
ORDER BY t.task_id, t.annotation_id, t.on_pts;
