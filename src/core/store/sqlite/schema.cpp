#include "core/store/sqlite/schema.h"

#include <fmt/format.h>

#include <array>

namespace azen::sqlite {
namespace {

// Times are milliseconds since 1970. A migration, once released, is never edited.
constexpr std::array migrations = {
    R"sql(
CREATE TABLE organizations (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    row        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

-- What administrators say of a key. Owners may be missing only in imported rows.
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
CREATE INDEX keys_by_name ON keys (name);
CREATE INDEX keys_by_start ON keys (start);
CREATE INDEX keys_by_organization ON keys (organization, row);

-- What requests change in a key, as far as it is folded. Narrow, so that folding touches few pages.
CREATE TABLE key_use (
    key               INTEGER PRIMARY KEY REFERENCES keys (row) ON DELETE CASCADE,
    bucket_missing    INTEGER NOT NULL,
    bucket_updated_at INTEGER NOT NULL,
    remaining         INTEGER CHECK (remaining >= 0),
    last_refill_at    INTEGER NOT NULL,
    request_count     INTEGER NOT NULL,
    last_request      INTEGER
) STRICT;

-- The versions of a key's secret; state is a SecretState.
CREATE TABLE secrets (
    hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    key        INTEGER NOT NULL REFERENCES keys (row) ON DELETE CASCADE,
    start      TEXT NOT NULL,
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    not_after  INTEGER,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX secrets_by_key ON secrets (key);

CREATE TABLE usage_days (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    day          INTEGER NOT NULL,  -- days since 1970-01-01, UTC
    key          INTEGER NOT NULL REFERENCES keys (row) ON DELETE CASCADE,
    usage_group  INTEGER NOT NULL,
    success      INTEGER NOT NULL,
    error        INTEGER NOT NULL,
    PRIMARY KEY (organization, day, key, usage_group)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_days_by_key ON usage_days (key, day);

-- See journal.h. The newest row is never deleted, so that seq never repeats.
CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
) STRICT;
CREATE TABLE journal_fold (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    folded_through INTEGER NOT NULL  -- rows up to this seq are in key_use and usage_days
) STRICT;
INSERT INTO journal_fold VALUES (1, 0);

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
CREATE INDEX memories_by_organization ON memories (organization, row);
CREATE UNIQUE INDEX memories_by_dedup ON memories (organization, dedup) WHERE dedup IS NOT NULL;
)sql",
    R"sql(
ALTER TABLE secrets ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE secrets ADD COLUMN grace INTEGER NOT NULL DEFAULT 0;
ALTER TABLE secrets ADD COLUMN request BLOB CHECK (length(request) = 32);
ALTER TABLE secrets ADD COLUMN delivered INTEGER NOT NULL DEFAULT 1 CHECK (delivered IN (0, 1));
UPDATE secrets SET since = created_at;
CREATE INDEX secrets_by_start ON secrets (start);

-- At most two secrets of a key are live: the active one, and one that is coming or going.
CREATE UNIQUE INDEX secrets_active ON secrets (key) WHERE state = 1;
CREATE UNIQUE INDEX secrets_beside_active ON secrets (key) WHERE state IN (0, 2);

-- Clients that used a retiring secret.
CREATE TABLE retiring_uses (
    secret   BLOB NOT NULL REFERENCES secrets (hash) ON DELETE CASCADE,
    address  TEXT NOT NULL,
    agent    TEXT NOT NULL,
    requests INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (secret, address, agent)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
ALTER TABLE organizations ADD COLUMN slug TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN logo TEXT;
ALTER TABLE organizations ADD COLUMN metadata TEXT NOT NULL DEFAULT 'null';
UPDATE organizations SET slug = name;
CREATE UNIQUE INDEX organizations_by_slug ON organizations (slug);

-- Of a password there is a salted hash (password.h). Both are missing where nobody signs in.
ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN password TEXT;
ALTER TABLE users ADD COLUMN disabled_at INTEGER;
ALTER TABLE users ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE users SET updated_at = created_at;
CREATE UNIQUE INDEX users_by_email ON users (email) WHERE email IS NOT NULL;

-- role is a Role.
CREATE TABLE members (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    user         INTEGER NOT NULL REFERENCES users (row),
    id           TEXT NOT NULL UNIQUE,
    role         INTEGER NOT NULL CHECK (role BETWEEN 0 AND 2),
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (organization, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user);

-- token is the SHA-256 of what a client presents.
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
CREATE INDEX sessions_by_user ON sessions (user);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
)sql",
    R"sql(
-- AUTOINCREMENT remembers the highest number ever given: rows missing at the end show.
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
CREATE INDEX audit_by_subject ON audit (subject_id);
CREATE INDEX audit_by_subject_name ON audit (subject_name);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
)sql",
    R"sql(
-- What keys did that are there no more, for their organizations.
CREATE TABLE past_usage_days (
    organization INTEGER NOT NULL REFERENCES organizations (row),
    day          INTEGER NOT NULL,  -- as in usage_days
    usage_group  INTEGER NOT NULL,
    success      INTEGER NOT NULL,
    error        INTEGER NOT NULL,
    PRIMARY KEY (organization, day, usage_group)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
-- The master key under which memories are sealed from now on. Empty: none has been yet.
CREATE TABLE current_master_key (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id       TEXT NOT NULL
) STRICT;
INSERT INTO current_master_key SELECT 1, master_key FROM memories ORDER BY row DESC LIMIT 1;
CREATE INDEX memories_by_master_key ON memories (master_key);
)sql",
    R"sql(
-- A repeated creation finds the key that the first one made.
CREATE INDEX secrets_by_request ON secrets (request) WHERE request IS NOT NULL;
)sql",
    R"sql(
-- Kept, because every page of a listing tells it, and counting takes longer the more there are.
ALTER TABLE organizations ADD COLUMN memories INTEGER NOT NULL DEFAULT 0;
UPDATE organizations
SET memories = (SELECT count(*) FROM memories m WHERE m.organization = organizations.row);
CREATE TRIGGER memory_is_added AFTER INSERT ON memories
BEGIN UPDATE organizations SET memories = memories + 1 WHERE row = NEW.organization; END;
CREATE TRIGGER memory_is_erased AFTER DELETE ON memories
BEGIN UPDATE organizations SET memories = memories - 1 WHERE row = OLD.organization; END;
)sql",
    R"sql(
-- What a member may see is few of many, and how many keys are not revoked is told without them.
CREATE INDEX keys_by_owner ON keys (organization, user, row, revoked_at);
)sql",
};

int read_pragma(Database& database, const char* name)
{
    SQLite::Statement query{database.handle(), fmt::format("PRAGMA {}", name)};
    query.executeStep();
    return query.getColumn(0).getInt();
}

bool is_empty(Database& database)
{
    SQLite::Statement query{database.handle(), "SELECT count(*) FROM sqlite_schema"};
    query.executeStep();
    return query.getColumn(0).getInt() == 0;
}

Result<void> check_owner(Database& database)
{
    const int owner = read_pragma(database, "application_id");
    if (owner == application_id || (owner == 0 && is_empty(database))) {
        return {};
    }
    return fail(ErrorKind::store,
                "the file is another application's database",
                "name another file with --db or AZEN_DB");
}

Result<void> check_version(int version)
{
    if (version <= schema_version()) {
        return {};
    }
    return fail(ErrorKind::store,
                fmt::format("the store has schema {}, but this azen knows schemas up to {}",
                            version,
                            schema_version()),
                "use the newer azen that wrote it");
}

/// Applies the next migration, unless another process was faster.
void apply(Database& database, int version)
{
    if (read_pragma(database, "user_version") != version) {
        return;
    }
    database.execute(migrations.at(static_cast<std::size_t>(version)));
    database.execute(fmt::format("PRAGMA application_id = {}", application_id));
    database.execute(fmt::format("PRAGMA user_version = {}", version + 1));
}

Result<void> step(Database& database, int version)
{
    return guarded([&]() -> Result<void> {
        database.execute("BEGIN IMMEDIATE");
        try {
            apply(database, version);
            database.execute("COMMIT");
        } catch (const SQLite::Exception&) {
            database.handle().tryExec("ROLLBACK");
            throw;
        }
        return {};
    });
}

Result<int> version_of(Database& database)
{
    return guarded([&]() -> Result<int> { return read_pragma(database, "user_version"); });
}

}  // namespace

int schema_version()
{
    return static_cast<int>(migrations.size());
}

Result<void> check_usable(Database& database)
{
    TRY(guarded([&] { return check_owner(database); }));
    return check_version(TRY(version_of(database)));
}

Result<void> migrate(Database& database, int to_version)
{
    int version = TRY(version_of(database));
    while (version < to_version) {
        TRY(step(database, version));
        version = TRY(version_of(database));
    }
    return {};
}

}  // namespace azen::sqlite
