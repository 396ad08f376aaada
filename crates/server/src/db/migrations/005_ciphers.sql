-- Items of organisations, and the collections they are in.

CREATE TABLE cipher (
    id              BLOB PRIMARY KEY,
    organization_id BLOB    NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    type            INTEGER NOT NULL,             -- CipherType
    data            TEXT    NOT NULL,             -- the item as it arrived: JSON, every text encrypted
    created_at      INTEGER NOT NULL,
    revised_at      INTEGER NOT NULL,
    deleted_at      INTEGER                       -- in the bin since
) STRICT;
CREATE INDEX cipher_by_organization ON cipher (organization_id);

CREATE TABLE collection_cipher (
    collection_id BLOB NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    cipher_id     BLOB NOT NULL REFERENCES cipher (id) ON DELETE CASCADE,
    PRIMARY KEY (collection_id, cipher_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_cipher_by_cipher ON collection_cipher (cipher_id);
