-- What a client's console works on: groups, who reaches which collection, policies, API keys.
-- Ids are 16-byte UUIDs, instants are milliseconds since 1970 UTC.

CREATE TABLE groups (
    id              BLOB PRIMARY KEY,
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL,             -- in the clear, as on every server of this API
    external_id     TEXT,
    created_at      INTEGER NOT NULL,
    revised_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX groups_by_organization ON groups (organization_id);

CREATE TABLE group_user (
    group_id             BLOB NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    organization_user_id BLOB NOT NULL REFERENCES organization_user (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, organization_user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_user_by_member ON group_user (organization_user_id);

CREATE TABLE collection_group (
    collection_id  BLOB    NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    group_id       BLOB    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    read_only      INTEGER NOT NULL DEFAULT 0,
    hide_passwords INTEGER NOT NULL DEFAULT 0,
    manage         INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (collection_id, group_id),
    CHECK (manage = 0 OR (read_only = 0 AND hide_passwords = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_group_by_group ON collection_group (group_id);

-- A policy that was never saved has no row and is off.
CREATE TABLE policy (
    id              BLOB PRIMARY KEY,
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    type            INTEGER NOT NULL,             -- PolicyType
    enabled         INTEGER NOT NULL,
    data            TEXT,                         -- JSON object
    created_at      INTEGER NOT NULL,
    revised_at      INTEGER NOT NULL,
    UNIQUE (organization_id, type)
) STRICT;

-- Keys of the public API, of SCIM. Shown to whoever proves the master password, so kept readable.
CREATE TABLE organization_api_key (
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    type            INTEGER NOT NULL,             -- 0 default, 2 SCIM
    api_key         TEXT    NOT NULL,
    revised_at      INTEGER NOT NULL,
    PRIMARY KEY (organization_id, type)
) STRICT, WITHOUT ROWID;

-- Single sign-on as it was set up; plain storage, nobody signs in by it here. The identifier is a column of organization.
CREATE TABLE organization_sso (
    organization_id BLOB PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
    enabled         INTEGER NOT NULL,
    data            TEXT,                         -- JSON object, as it was sent
    revised_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organization_domain (
    id              BLOB PRIMARY KEY,
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    domain_name     TEXT    NOT NULL,             -- lower-case
    txt             TEXT    NOT NULL,             -- what the domain has to say to be claimed
    job_runs        INTEGER NOT NULL DEFAULT 0,
    next_run_at     INTEGER,
    last_checked_at INTEGER,
    verified_at     INTEGER,                      -- null until claimed
    created_at      INTEGER NOT NULL,
    UNIQUE (organization_id, domain_name)
) STRICT;
