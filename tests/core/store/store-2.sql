-- A store as schema 2 left it (sqlite3 FILE .dump, and two pragmas more), with, besides what earlier
-- ones have, who used a retiring secret. Never edited.
PRAGMA foreign_keys=OFF;
PRAGMA application_id=1098540398;
PRAGMA user_version=2;
BEGIN TRANSACTION;
CREATE TABLE organizations (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO organizations VALUES(1,'o1','acme',1750000000000);
CREATE TABLE users (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO users VALUES(1,'u1','ann',1750000000000);
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
INSERT INTO keys VALUES(1,'k1','ci','az_ci','az_',1,1,1,1760000000000,NULL,1,60,60000,100,86400000,'{"memory":["read"]}','{"team":"a"}',1750000000000,1750000000001);
INSERT INTO keys VALUES(2,'k2','gone','az_gone','az_',1,1,0,NULL,1750000000002,0,60,60000,NULL,NULL,'{}','null',1750000000000,1750000000002);
CREATE TABLE key_use (
    key               INTEGER PRIMARY KEY REFERENCES keys (row) ON DELETE CASCADE,
    bucket_missing    INTEGER NOT NULL,
    bucket_updated_at INTEGER NOT NULL,
    remaining         INTEGER CHECK (remaining >= 0),
    last_refill_at    INTEGER NOT NULL,
    request_count     INTEGER NOT NULL,
    last_request      INTEGER
) STRICT;
INSERT INTO key_use VALUES(1,0,1750000000000,41,1750000000000,7,1750000000000);
INSERT INTO key_use VALUES(2,0,1750000000000,NULL,1750000000000,0,NULL);
CREATE TABLE secrets (
    hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    key        INTEGER NOT NULL REFERENCES keys (row) ON DELETE CASCADE,
    start      TEXT NOT NULL,
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    not_after  INTEGER,
    created_at INTEGER NOT NULL
, since INTEGER NOT NULL DEFAULT 0, grace INTEGER NOT NULL DEFAULT 0, request BLOB CHECK (length(request) = 32), delivered INTEGER NOT NULL DEFAULT 1 CHECK (delivered IN (0, 1))) STRICT, WITHOUT ROWID;
INSERT INTO secrets VALUES(X'114e0b5d92dfd0e345b9908fa20eb5b43bbdb3f0bbc6f5ee65d79ad7a390c6f5',2,'az_',3,NULL,1750000000000,1750000000000,0,NULL,1);
INSERT INTO secrets VALUES(X'ce2eda71cf833a8bf08ec730a7ba5374db9957a70f1f0d80705d9fbdcb952c06',1,'az_',1,NULL,1750000000000,1750000000000,0,NULL,1);
CREATE TABLE usage_days (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    day          INTEGER NOT NULL,  -- days since 1970-01-01, UTC
    key          INTEGER NOT NULL REFERENCES keys (row) ON DELETE CASCADE,
    usage_group  INTEGER NOT NULL,
    success      INTEGER NOT NULL,
    error        INTEGER NOT NULL,
    PRIMARY KEY (organization, day, key, usage_group)
) STRICT, WITHOUT ROWID;
INSERT INTO usage_days VALUES(1,20254,1,0,5,2);
CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
) STRICT;
INSERT INTO journal VALUES(1,X'55010080f086c2ee652900080100');
CREATE TABLE journal_fold (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    folded_through INTEGER NOT NULL  -- rows up to this seq are in key_use and usage_days
) STRICT;
INSERT INTO journal_fold VALUES(1,0);
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
INSERT INTO memories VALUES(3,'m1',1,X'07','0123456789abcdef',X'0102',1750000000000);
CREATE TABLE retiring_uses (
    secret   BLOB NOT NULL REFERENCES secrets (hash) ON DELETE CASCADE,
    address  TEXT NOT NULL,
    agent    TEXT NOT NULL,
    requests INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (secret, address, agent)
) STRICT, WITHOUT ROWID;
INSERT INTO retiring_uses VALUES(X'ce2eda71cf833a8bf08ec730a7ba5374db9957a70f1f0d80705d9fbdcb952c06','10.0.0.1','curl',3,1750000000000);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('keys',2);
INSERT INTO sqlite_sequence VALUES('memories',3);
CREATE INDEX keys_by_name ON keys (name);
CREATE INDEX keys_by_start ON keys (start);
CREATE INDEX keys_by_organization ON keys (organization, row);
CREATE INDEX secrets_by_key ON secrets (key);
CREATE INDEX usage_days_by_key ON usage_days (key, day);
CREATE INDEX memories_by_organization ON memories (organization, row);
CREATE UNIQUE INDEX memories_by_dedup ON memories (organization, dedup) WHERE dedup IS NOT NULL;
CREATE INDEX secrets_by_start ON secrets (start);
CREATE UNIQUE INDEX secrets_active ON secrets (key) WHERE state = 1;
CREATE UNIQUE INDEX secrets_beside_active ON secrets (key) WHERE state IN (0, 2);
COMMIT;
