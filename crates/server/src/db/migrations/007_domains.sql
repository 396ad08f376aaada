-- Domains and provisioning. Ids are 16-byte UUIDs, instants are milliseconds since 1970 UTC.

-- Two organisations may be after the same domain; only one can have it.
CREATE UNIQUE INDEX organization_domain_claimed ON organization_domain (domain_name) WHERE verified_at IS NOT NULL;

-- Connections to other programs as they were set up. Only SCIM is one for people.
CREATE TABLE organization_connection (
    id              BLOB PRIMARY KEY,
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    type            INTEGER NOT NULL,             -- OrganizationConnectionType
    enabled         INTEGER NOT NULL,
    config          TEXT,                         -- JSON object, as it was sent
    revised_at      INTEGER NOT NULL,
    UNIQUE (organization_id, type)
) STRICT;
