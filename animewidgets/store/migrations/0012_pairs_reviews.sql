-- What people decided of the labels of a pairs file before they brought them in, step by step; a step is never
-- changed: to take it back is another one. See animewidgets/store/pairs_reviews.py.
CREATE TABLE pairs_reviews (
    step_id UUID PRIMARY KEY,
    number BIGINT NOT NULL,
    -- SHA-256 of the file; files that say the same are the same file wherever they lie.
    digest VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    -- [{"target": release, "decision": "accept" | "reject" | null, "by": frames, "annotations": [identity in the file]}…]
    changes JSON NOT NULL,
    created TIMESTAMPTZ NOT NULL
);

-- What each person says of each label now.
CREATE VIEW pairs_decisions AS
WITH groups AS (
    SELECT
        r.number, r.digest, r.person, r.created, g.n AS nth,
        unnest(from_json(g.change, '{"target": "VARCHAR", "decision": "VARCHAR", "by": "INTEGER"}'), recursive := true),
        from_json(g.change -> '$.annotations', '["VARCHAR"]') AS annotations
    FROM pairs_reviews AS r,
    LATERAL (
        SELECT unnest(from_json(r.changes, '["JSON"]')) AS change, generate_subscripts(from_json(r.changes, '["JSON"]'), 1) AS n
    ) AS g
),
labels AS (
    SELECT number, nth, digest, person, target, decision, "by", created, unnest(annotations) AS annotation_id FROM groups
)
SELECT digest, target AS release_id, annotation_id, person, decision, "by" AS frames, created
FROM labels
QUALIFY row_number() OVER (
    PARTITION BY digest, target, annotation_id, person ORDER BY number DESC, nth DESC
) = 1
ORDER BY digest, release_id, person, annotation_id;
