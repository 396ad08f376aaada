-- Accounts, sessions, two-step login, mail. Ids are 16-byte UUIDs, instants are milliseconds since 1970 UTC.

CREATE TABLE server_secret (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id                    BLOB PRIMARY KEY,
  -- trimmed and lower-cased
  email                 TEXT NOT NULL UNIQUE,
  email_verified        INTEGER NOT NULL,
  name                  TEXT,
  -- PBKDF2-SHA256 of the hash the client sends; never the hash itself
  password_hash         BLOB NOT NULL,
  password_salt         BLOB NOT NULL,
  password_rounds       INTEGER NOT NULL,
  password_hint         TEXT,
  -- 0 PBKDF2, 1 Argon2id
  kdf                   INTEGER NOT NULL,
  kdf_iterations        INTEGER NOT NULL,
  kdf_memory            INTEGER,
  kdf_parallelism       INTEGER,
  -- the user key, wrapped by the stretched master key
  key                   TEXT NOT NULL,
  public_key            TEXT,
  private_key           TEXT,
  -- changes with the password; tokens that carry another one are dead
  security_stamp        TEXT NOT NULL,
  force_password_reset  INTEGER NOT NULL DEFAULT 0,
  verify_devices        INTEGER NOT NULL DEFAULT 1,
  avatar_color          TEXT,
  culture               TEXT NOT NULL DEFAULT 'en-US',
  created_at            INTEGER NOT NULL,
  -- grows with everything a sync would show
  revised_at            INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
  id          BLOB PRIMARY KEY,
  user_id     BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  identifier  TEXT NOT NULL,
  name        TEXT NOT NULL,
  type        INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  seen_at     INTEGER NOT NULL,
  UNIQUE (user_id, identifier)
) STRICT;

CREATE TABLE refresh_token (
  -- SHA-256 of the token: the file alone opens no session
  hash            BLOB PRIMARY KEY,
  user_id         BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  device_id       BLOB NOT NULL REFERENCES device(id) ON DELETE CASCADE,
  client_id       TEXT NOT NULL,
  security_stamp  TEXT NOT NULL,
  used_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX refresh_token_user ON refresh_token(user_id);

CREATE TABLE two_factor (
  user_id    BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  -- 0 authenticator app, 1 e-mail
  type       INTEGER NOT NULL,
  enabled    INTEGER NOT NULL,
  -- authenticator: base32 secret; e-mail: the address
  data       TEXT NOT NULL,
  -- authenticator: the last time step that was used, so that no code works twice
  last_step  INTEGER,
  PRIMARY KEY (user_id, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE mailed_code (
  user_id     BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  -- what the code is for
  purpose     TEXT NOT NULL,
  code_hash   BLOB NOT NULL,
  -- the address the code was sent to
  address     TEXT NOT NULL,
  tries_left  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  PRIMARY KEY (user_id, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE mail (
  id           INTEGER PRIMARY KEY,
  to_address   TEXT NOT NULL,
  subject      TEXT NOT NULL,
  html         TEXT NOT NULL,
  text         TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  -- set when the relay has taken it
  sent_at      INTEGER,
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  INTEGER NOT NULL
) STRICT;
