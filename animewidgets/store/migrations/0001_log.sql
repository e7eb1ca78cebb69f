-- The log of annotation versions, and what its rows refer to.
--
-- Rules that hold for every migration:
--   * no default that calls a function: DuckDB's quack extension cannot attach such a table;
--   * no foreign keys: one commit is one INSERT, and the statement itself checks what it refers to;
--   * no column ever holds the path of a media file.

CREATE TABLE store_meta (
    schema_version INTEGER NOT NULL,
    store_id UUID NOT NULL,
    created TIMESTAMPTZ NOT NULL
);

CREATE TABLE people (
    person VARCHAR PRIMARY KEY,
    display_name VARCHAR,
    created TIMESTAMPTZ NOT NULL
);

CREATE TABLE works (
    work_id UUID PRIMARY KEY,
    title VARCHAR NOT NULL,
    original_title VARCHAR,
    year INTEGER,
    attributes JSON
);

CREATE TABLE episodes (
    episode_id UUID PRIMARY KEY,
    work_id UUID NOT NULL,
    season INTEGER,
    number INTEGER,
    title VARCHAR,
    attributes JSON
);

CREATE TABLE credits (
    episode_id UUID NOT NULL,
    role VARCHAR NOT NULL,
    person_name VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (episode_id, role, person_name, source)
);

CREATE TABLE releases (
    release_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    episode_id UUID,
    time_base_num BIGINT NOT NULL CHECK (time_base_num > 0),
    time_base_den BIGINT NOT NULL CHECK (time_base_den > 0),
    frame_rate_num BIGINT NOT NULL,
    frame_rate_den BIGINT NOT NULL,
    frame_count BIGINT NOT NULL,
    first_pts BIGINT,
    end_pts BIGINT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    frame_pts BIGINT[] NOT NULL,
    created TIMESTAMPTZ NOT NULL
);

CREATE TABLE release_identities (
    release_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    PRIMARY KEY (release_id, kind, digest)
);

CREATE TABLE category_schemas (
    schema_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (schema_id, version)
);

CREATE TABLE categories (
    schema_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    category_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    colour VARCHAR NOT NULL,
    hotkey VARCHAR,
    parent VARCHAR,
    position INTEGER NOT NULL,
    PRIMARY KEY (schema_id, version, category_id)
);

CREATE TABLE templates (
    template_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    kinds VARCHAR[] NOT NULL,
    schema_id VARCHAR NOT NULL,
    schema_version INTEGER NOT NULL,
    guidelines VARCHAR NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (template_id, version)
);

CREATE TABLE projects (
    project_id UUID PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE,
    template_id VARCHAR NOT NULL,
    template_version INTEGER NOT NULL,
    created TIMESTAMPTZ NOT NULL
);

CREATE TABLE tasks (
    task_id UUID PRIMARY KEY,
    project_id UUID NOT NULL,
    release_id VARCHAR NOT NULL,
    template_id VARCHAR NOT NULL,
    template_version INTEGER NOT NULL,
    created TIMESTAMPTZ NOT NULL,
    UNIQUE (project_id, release_id, template_id, template_version)
);

-- One row per edit, never changed, never removed. The primary key makes the numbers dense and ordered by
-- visibility: a commit takes max + 1 of what it sees, and of two that took the same number one is refused.
CREATE TABLE annotation_versions (
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
    PRIMARY KEY (number, edit_index),
    UNIQUE (commit_id, edit_index),
    UNIQUE (annotation_id, version)
);
