-- Devices that ask an organisation to be let in. Ids are 16-byte UUIDs, instants are milliseconds since 1970 UTC.

CREATE TABLE device_request (
    id                BLOB PRIMARY KEY,
    organization_id   BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    user_id           BLOB    NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    public_key        TEXT    NOT NULL,             -- Base64 of SubjectPublicKeyInfo; its private half is on the device
    device_identifier TEXT    NOT NULL,
    device_type       INTEGER NOT NULL,             -- DeviceType
    ip_address        TEXT    NOT NULL,
    access_code_hash  BLOB    NOT NULL,             -- SHA-256: the file alone fetches no answer
    key               TEXT,                         -- user key to the device's public key, once it is let in
    approved          INTEGER,                      -- null while it waits
    created_at        INTEGER NOT NULL,
    answered_at       INTEGER
) STRICT;
CREATE INDEX device_request_by_organization ON device_request (organization_id, created_at);
CREATE INDEX device_request_by_user ON device_request (user_id);
