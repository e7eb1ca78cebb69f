-- Templates under work, as they are typed: see animewidgets/store/template_drafts.py.
CREATE TABLE template_drafts (
    template_id VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    step INTEGER NOT NULL CHECK (step > 0),
    -- 'whole' is all of the document, 'fields' those of its fields that changed (null: gone), 'done' the end of it.
    kind VARCHAR NOT NULL CHECK (kind IN ('whole', 'fields', 'done')),
    document JSON,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (template_id, person, step)
);

-- What somebody said of a version when they published it.
CREATE TABLE template_notes (
    template_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    person VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (template_id, version)
);

-- Every version of every template: who published it, when, and what they said.
CREATE VIEW template_versions AS
SELECT
    t.template_id, t.version, t.name,
    coalesce(n.person, d.person) AS person,
    n.note,
    coalesce(n.created, d.created, t.created) AS created,
    t.kinds, t.schema_id, t.schema_version
FROM templates AS t
LEFT JOIN template_documents AS d USING (template_id, version)
LEFT JOIN template_notes AS n USING (template_id, version)
ORDER BY t.template_id, t.version;
