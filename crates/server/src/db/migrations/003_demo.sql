-- Whether demo data are in this file: at most one row, without finished_at while they are being made.
CREATE TABLE demo (
  started_at   INTEGER NOT NULL,
  finished_at  INTEGER
) STRICT;
