-- A store as schema 6 left it (sqlite3 FILE .dump, and two pragmas more), with, besides what earlier
-- ones have, the current master key. Never edited.
PRAGMA foreign_keys=OFF;
PRAGMA application_id=1098540398;
PRAGMA user_version=6;
BEGIN TRANSACTION;
CREATE TABLE organizations (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
, slug TEXT NOT NULL DEFAULT '', logo TEXT, metadata TEXT NOT NULL DEFAULT 'null') STRICT;
INSERT INTO organizations VALUES(1,'o1','acme',1750000000000,'acme',NULL,'null');
CREATE TABLE users (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
, email TEXT, password TEXT, disabled_at INTEGER, updated_at INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO users VALUES(1,'u1','ann',1750000000000,'ann@example.org','scrypt',1750000000003,1750000000000);
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
CREATE TABLE members (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    user         INTEGER NOT NULL REFERENCES users (row),
    id           TEXT NOT NULL UNIQUE,
    role         INTEGER NOT NULL CHECK (role BETWEEN 0 AND 2),
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (organization, user)
) STRICT, WITHOUT ROWID;
INSERT INTO members VALUES(1,1,'b1',2,1750000000000);
CREATE TABLE sessions (
    token        BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
    id           TEXT NOT NULL UNIQUE,
    user         INTEGER NOT NULL REFERENCES users (row),
    organization INTEGER REFERENCES organizations (row),
    address      TEXT NOT NULL,
    agent        TEXT NOT NULL,
    expires_at   INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sessions VALUES(X'0000000000000000000000000000000000000000000000000000000000000000','s1',1,1,'10.0.0.1','curl',1760000000000,1750000000000,1750000000000);
CREATE TABLE audit (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    actor_kind   INTEGER NOT NULL CHECK (actor_kind IN (0, 1, 2)),
    actor_id     TEXT NOT NULL,
    actor_name   TEXT NOT NULL,
    origin       TEXT NOT NULL,
    action       TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    subject_name TEXT NOT NULL,
    change       TEXT NOT NULL CHECK (json_valid(change)),
    previous     BLOB NOT NULL CHECK (length(previous) = 32),
    hash         BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit VALUES(1,1750000000000,0,'0','root','','key.create','k1','ci','{}',X'0000000000000000000000000000000000000000000000000000000000000000',X'fef3081a4f97d76edabac29d589a22f9224456c31fc255e109bd2f8cf8a083ca');
CREATE TABLE past_usage_days (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    day          INTEGER NOT NULL,  -- as in usage_days
    usage_group  INTEGER NOT NULL,
    success      INTEGER NOT NULL,
    error        INTEGER NOT NULL,
    PRIMARY KEY (organization, day, usage_group)
) STRICT, WITHOUT ROWID;
INSERT INTO past_usage_days VALUES(1,20254,1,11,1);
CREATE TABLE current_master_key (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id       TEXT NOT NULL
) STRICT;
INSERT INTO current_master_key VALUES(1,'0123456789abcdef');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('keys',2);
INSERT INTO sqlite_sequence VALUES('memories',3);
INSERT INTO sqlite_sequence VALUES('audit',1);
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
CREATE UNIQUE INDEX organizations_by_slug ON organizations (slug);
CREATE UNIQUE INDEX users_by_email ON users (email) WHERE email IS NOT NULL;
CREATE INDEX members_by_user ON members (user);
CREATE INDEX sessions_by_user ON sessions (user);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX audit_by_subject ON audit (subject_id);
CREATE INDEX audit_by_subject_name ON audit (subject_name);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE INDEX memories_by_master_key ON memories (master_key);
COMMIT;
