-- Providers, their people, client organisations with members and collections, and the event log.
-- Ids are 16-byte UUIDs, instants are milliseconds since 1970 UTC. Encrypted values are stored as the text that arrived.
-- What a plan switches on is not stored: src/plans.rs derives it from plan_type.

CREATE TABLE provider (
    id            BLOB PRIMARY KEY,
    name          TEXT,                         -- null until set up
    business_name TEXT,
    billing_email TEXT NOT NULL,
    type          INTEGER NOT NULL DEFAULT 0,   -- ProviderType
    status        INTEGER NOT NULL DEFAULT 0,   -- ProviderStatusType
    enabled       INTEGER NOT NULL DEFAULT 1,
    use_events    INTEGER NOT NULL DEFAULT 1,
    discount      REAL    NOT NULL DEFAULT 0,   -- per cent off the price of a seat
    created_at    INTEGER NOT NULL,
    revised_at    INTEGER NOT NULL
) STRICT;

-- One row per plan that the provider may give to clients. Assigned and purchased seats are sums
-- over its clients and never stored, so they cannot disagree with them.
CREATE TABLE provider_plan (
    provider_id  BLOB    NOT NULL REFERENCES provider (id) ON DELETE CASCADE,
    plan_type    INTEGER NOT NULL,
    seat_minimum INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (provider_id, plan_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE provider_user (
    id          BLOB PRIMARY KEY,
    provider_id BLOB    NOT NULL REFERENCES provider (id) ON DELETE CASCADE,
    user_id     BLOB    REFERENCES user (id) ON DELETE CASCADE,  -- null while invited
    email       TEXT,                                            -- only while invited; normalised
    key         TEXT,                                            -- provider key to the user's public key
    status      INTEGER NOT NULL,                                -- ProviderUserStatusType
    type        INTEGER NOT NULL,                                -- ProviderUserType
    created_at  INTEGER NOT NULL,
    revised_at  INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (email IS NULL)),
    UNIQUE (provider_id, user_id),
    UNIQUE (provider_id, email)
) STRICT;
CREATE INDEX provider_user_by_user ON provider_user (user_id, status);

CREATE TABLE organization (
    id                        BLOB PRIMARY KEY,
    name                      TEXT    NOT NULL,
    business_name             TEXT,
    billing_email             TEXT    NOT NULL,
    identifier                TEXT    UNIQUE,               -- for single sign-on
    plan_type                 INTEGER NOT NULL,
    status                    INTEGER NOT NULL,             -- OrganizationStatusType
    enabled                   INTEGER NOT NULL DEFAULT 1,
    seats                     INTEGER,                      -- null = not counted
    max_collections           INTEGER,
    max_storage_gb            INTEGER,
    public_key                TEXT,
    encrypted_private_key     TEXT,
    limit_collection_creation INTEGER NOT NULL DEFAULT 0,
    limit_collection_deletion INTEGER NOT NULL DEFAULT 0,
    limit_item_deletion       INTEGER NOT NULL DEFAULT 0,
    allow_admin_access        INTEGER NOT NULL DEFAULT 0,   -- to all collection items
    created_at                INTEGER NOT NULL,
    revised_at                INTEGER NOT NULL
) STRICT;

-- A client: the link between a provider and an organisation, with the organisation key under the
-- provider key. An organisation has at most one provider.
CREATE TABLE provider_organization (
    id              BLOB PRIMARY KEY,
    provider_id     BLOB    NOT NULL REFERENCES provider (id) ON DELETE CASCADE,
    organization_id BLOB    NOT NULL UNIQUE REFERENCES organization (id) ON DELETE CASCADE,
    key             TEXT    NOT NULL,
    settings        TEXT,
    created_at      INTEGER NOT NULL,
    revised_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX provider_organization_by_provider ON provider_organization (provider_id);

CREATE TABLE organization_user (
    id                    BLOB PRIMARY KEY,
    organization_id       BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    user_id               BLOB    REFERENCES user (id) ON DELETE CASCADE,  -- null while invited
    email                 TEXT,                                            -- only while invited; normalised
    key                   TEXT,                                            -- organisation key to the user's public key
    status                INTEGER NOT NULL,                                -- OrganizationUserStatusType
    status_before_revoked INTEGER,
    revocation_reason     INTEGER,
    type                  INTEGER NOT NULL,                                -- OrganizationUserType
    permissions           TEXT,                                            -- JSON, custom role only
    external_id           TEXT,
    reset_password_key    TEXT,
    created_at            INTEGER NOT NULL,
    revised_at            INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (email IS NULL)),
    UNIQUE (organization_id, user_id),
    UNIQUE (organization_id, email)
) STRICT;
CREATE INDEX organization_user_by_user ON organization_user (user_id, status);
-- Counts of confirmed and of seat-holding members, per client, from the index alone.
CREATE INDEX organization_user_by_status ON organization_user (organization_id, status);

CREATE TABLE collection (
    id              BLOB PRIMARY KEY,
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    name            TEXT    NOT NULL,             -- under the organisation key
    external_id     TEXT,
    type            INTEGER NOT NULL DEFAULT 0,   -- CollectionType
    created_at      INTEGER NOT NULL,
    revised_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX collection_by_organization ON collection (organization_id);

CREATE TABLE collection_user (
    collection_id        BLOB    NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    organization_user_id BLOB    NOT NULL REFERENCES organization_user (id) ON DELETE CASCADE,
    read_only            INTEGER NOT NULL DEFAULT 0,
    hide_passwords       INTEGER NOT NULL DEFAULT 0,
    manage               INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (collection_id, organization_user_id),
    CHECK (manage = 0 OR (read_only = 0 AND hide_passwords = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_user_by_member ON collection_user (organization_user_id);

-- No foreign keys: an event outlives what it tells of. The three indexes serve the three logs,
-- newest first; seq breaks ties within a millisecond.
CREATE TABLE event (
    seq                      INTEGER PRIMARY KEY AUTOINCREMENT,
    type                     INTEGER NOT NULL,
    date                     INTEGER NOT NULL,
    user_id                  BLOB,
    acting_user_id           BLOB,
    organization_id          BLOB,
    provider_id              BLOB,
    cipher_id                BLOB,
    collection_id            BLOB,
    group_id                 BLOB,
    policy_id                BLOB,
    organization_user_id     BLOB,
    provider_user_id         BLOB,
    provider_organization_id BLOB,
    device_type              INTEGER,
    ip_address               TEXT,
    system_user              INTEGER,
    domain_name              TEXT
) STRICT;
CREATE INDEX event_by_provider ON event (provider_id, date DESC, seq DESC) WHERE provider_id IS NOT NULL;
CREATE INDEX event_by_organization ON event (organization_id, date DESC, seq DESC) WHERE organization_id IS NOT NULL;
CREATE INDEX event_by_user ON event (user_id, date DESC, seq DESC) WHERE user_id IS NOT NULL;
