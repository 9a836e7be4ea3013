// Usage: bun|node server.mjs PORT DATABASE SECRETS
//
// Better Auth's api-key plugin behind Hono, asked as the hosted service's middleware asks it:
// session first, then the key, then whether its metadata say whose it is. The keys are those of the
// file SECRETS, one a line; the first goes through the plugin, the others are copies of its row.
//
// SQLite is set as a careful operator would (WAL, synchronous NORMAL): with its defaults the plugin
// does a third of the requests.

import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Hono } from "hono";

const [port, databasePath, secretsPath] = process.argv.slice(2);
const onBun = typeof Bun !== "undefined";

async function openDatabase() {
    const database = onBun
        ? new (await import("bun:sqlite")).Database(databasePath)
        : new (await import("node:sqlite")).DatabaseSync(databasePath);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    return database;
}

function makeAuth(database) {
    return betterAuth({
        baseURL: `http://127.0.0.1:${port}`,
        secret: randomUUID() + randomUUID(),
        database,
        emailAndPassword: { enabled: true },
        telemetry: { enabled: false },
        plugins: [
            apiKey({
                apiKeyHeaders: ["azen-api-key"],
                enableMetadata: true,
                // As many as no case sends: the limit has to be computed, not to refuse.
                rateLimit: { enabled: true, timeWindow: 60_000, maxRequests: 100_000_000 },
            }),
        ],
    });
}

const hash = (secret) => createHash("sha256").update(secret).digest("base64url");

async function fill(auth, database, secrets) {
    await (await getMigrations(auth.options)).runMigrations();
    const { user } = await auth.api.signUpEmail({
        body: { email: "bench@example.org", password: randomUUID(), name: "bench" },
    });
    const made = await auth.api.createApiKey({
        body: {
            name: "bench",
            prefix: "az_",
            userId: user.id,
            metadata: { organizationId: randomUUID() },
        },
    });
    const row = database.prepare("SELECT * FROM apikey WHERE id = ?").get(made.id);
    const columns = Object.keys(row);
    const copy = database.prepare(
        `INSERT INTO apikey (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map(() => "?")})`,
    );
    database.exec("BEGIN");
    for (const secret of secrets) {
        const changed = { ...row, id: randomUUID(), key: hash(secret), start: secret.slice(0, 6) };
        copy.run(...columns.map((name) => changed[name]));
    }
    database.exec("COMMIT");
}

const refuse = (context, code, status, message) => context.json({ status, message, code }, code);

function makeApp(auth) {
    const app = new Hono();
    app.use("/api/v1/*", async (context, next) => {
        const session = await auth.api.getSession({ headers: context.req.raw.headers });
        if (session?.user) {
            return refuse(context, 403, "forbidden", "Unauthorized");
        }
        const presented = context.req.header("azen-api-key");
        if (!presented) {
            return refuse(context, 401, "unauthorized", "no api key");
        }
        const { valid, error, key } = await auth.api.verifyApiKey({ body: { key: presented } });
        if (error?.code === "RATE_LIMITED") {
            return refuse(context, 429, "rate_limited", "Rate limit exceeded for this API key");
        }
        if (!valid || !key?.metadata?.organizationId || !key.referenceId) {
            return refuse(context, 403, "forbidden", "Invalid API key");
        }
        context.set("userId", key.referenceId);
        context.set("apiKeyId", key.id);
        context.set("organizationId", key.metadata.organizationId);
        return next();
    });
    app.get("/api/v1/verify", (context) => {
        const { userId, apiKeyId, organizationId } = context.var;
        context.header("azen-user-id", userId);
        context.header("azen-api-key-id", apiKeyId);
        context.header("azen-organization-id", organizationId);
        return context.json({ status: "success", userId, apiKeyId, organizationId });
    });
    return app;
}

const database = await openDatabase();
const auth = makeAuth(database);
await fill(auth, database, readFileSync(secretsPath, "utf8").trim().split("\n"));
const server = { fetch: makeApp(auth).fetch, port: Number(port), hostname: "127.0.0.1" };
if (onBun) {
    Bun.serve(server);
} else {
    (await import("@hono/node-server")).serve(server);
}
