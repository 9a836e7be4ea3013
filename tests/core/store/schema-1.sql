-- A store as schema 1 left it (sqlite3 FILE .dump): the key "ci" (secret "secret-ci", one request) and
-- the revoked key "gone" (secret "secret-gone"). One journal row is not folded.
PRAGMA foreign_keys=OFF;
PRAGMA application_id=1098540398;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE organizations (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO organizations VALUES(1,'596290ce-af82-4e31-82c7-8ef2216cd80d','default',1795493753101);
CREATE TABLE users (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO users VALUES(1,'2dbf98e9-5fc3-46fd-9758-e70bac1c2046','local',1795493753101);
CREATE TABLE keys (
    row                INTEGER PRIMARY KEY AUTOINCREMENT,
    id                 TEXT NOT NULL UNIQUE,
    name               TEXT NOT NULL,
    start              TEXT NOT NULL,
    prefix             TEXT NOT NULL,
    organization       INTEGER REFERENCES organizations (row),
    user               INTEGER REFERENCES users (row),
    enabled            INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    expires_at         INTEGER,
    revoked_at         INTEGER,
    rate_limit_enabled INTEGER NOT NULL CHECK (rate_limit_enabled IN (0, 1)),
    rate_limit_max     INTEGER NOT NULL CHECK (rate_limit_max > 0),
    rate_limit_window  INTEGER NOT NULL CHECK (rate_limit_window > 0),
    refill_amount      INTEGER CHECK (refill_amount > 0),
    refill_interval    INTEGER CHECK (refill_interval > 0),
    permissions        TEXT NOT NULL,
    metadata           TEXT NOT NULL,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    CHECK ((refill_amount IS NULL) = (refill_interval IS NULL))
) STRICT;
INSERT INTO keys VALUES(1,'c7dc1bfe-3060-4603-99d6-bf58616baa63','ci','az_4cdq','az_',1,1,1,NULL,NULL,1,60,60000,NULL,NULL,'{"memory":["delete","read","write"],"usage":["read"]}','null',1795493753101,1795493753101);
INSERT INTO keys VALUES(2,'f8ac8475-0eca-4fc0-b8b4-a2e87f36a5ac','gone','az_962v','az_',1,1,1,NULL,1795493753403,1,60,60000,NULL,NULL,'{"memory":["delete","read","write"],"usage":["read"]}','null',1795493753214,1795493753403);
CREATE TABLE key_use (
    key               INTEGER PRIMARY KEY REFERENCES keys (row) ON DELETE CASCADE,
    bucket_missing    INTEGER NOT NULL,
    bucket_updated_at INTEGER NOT NULL,
    remaining         INTEGER CHECK (remaining >= 0),
    last_refill_at    INTEGER NOT NULL,
    request_count     INTEGER NOT NULL,
    last_request      INTEGER
) STRICT;
INSERT INTO key_use VALUES(1,60000,1795493753306,NULL,1795493753101,1,1795493753306);
INSERT INTO key_use VALUES(2,0,0,NULL,1795493753214,0,NULL);
CREATE TABLE secrets (
    hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    key        INTEGER NOT NULL REFERENCES keys (row) ON DELETE CASCADE,
    start      TEXT NOT NULL,
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    not_after  INTEGER,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO secrets VALUES(X'114e0b5d92dfd0e345b9908fa20eb5b43bbdb3f0bbc6f5ee65d79ad7a390c6f5',2,'az_962v',3,NULL,1795493753214);
INSERT INTO secrets VALUES(X'ce2eda71cf833a8bf08ec730a7ba5374db9957a70f1f0d80705d9fbdcb952c06',1,'az_4cdq',1,NULL,1795493753101);
CREATE TABLE usage_days (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    day          INTEGER NOT NULL,  -- days since 1970-01-01, UTC
    key          INTEGER NOT NULL REFERENCES keys (row) ON DELETE CASCADE,
    usage_group  INTEGER NOT NULL,
    success      INTEGER NOT NULL,
    error        INTEGER NOT NULL,
    PRIMARY KEY (organization, day, key, usage_group)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
) STRICT;
INSERT INTO journal VALUES(2,X'4302');
CREATE TABLE journal_fold (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    folded_through INTEGER NOT NULL  -- rows up to this seq are in key_use and usage_days
) STRICT;
INSERT INTO journal_fold VALUES(1,1);
CREATE TABLE memories (
    row          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (row),
    dedup        BLOB,
    master_key   TEXT NOT NULL,
    payload      BLOB NOT NULL,
    created_at   INTEGER NOT NULL,
    UNIQUE (organization, id)
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('keys',2);
CREATE INDEX keys_by_name ON keys (name);
CREATE INDEX keys_by_start ON keys (start);
CREATE INDEX keys_by_organization ON keys (organization, row);
CREATE INDEX secrets_by_key ON secrets (key);
CREATE INDEX usage_days_by_key ON usage_days (key, day);
CREATE INDEX memories_by_organization ON memories (organization, row);
CREATE UNIQUE INDEX memories_by_dedup ON memories (organization, dedup) WHERE dedup IS NOT NULL;
COMMIT;
