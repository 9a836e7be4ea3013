// Better Auth with its api-key plugin, as published, over an SQLite database in memory: what
// `azen serve` is compared with. Its options are set to what azen does, where there are any for it.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { organization } from "better-auth/plugins/organization";

/** Serves `users`, [{name, email, password}], on a free port; the base URL, and how to end it. */
export async function startPlugin(users) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  const auth = betterAuth({
    baseURL,
    secret: randomUUID() + randomUUID(),
    database: new DatabaseSync(":memory:"),
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [
      organization(),
      apiKey({
        apiKeyHeaders: ["azen-api-key"],
        enableMetadata: true,
        requireName: true,
        defaultPrefix: "az_",
        startingCharactersConfig: { charactersLength: 7 },
        permissions: {
          defaultPermissions: { memory: ["delete", "read", "write"], usage: ["read"] },
        },
        rateLimit: { enabled: true, timeWindow: 60_000, maxRequests: 60 },
      }),
    ],
  });
  await (await getMigrations(auth.options)).runMigrations();
  for (const user of users) await auth.api.signUpEmail({ body: user });
  server.on("request", toNodeHandler(auth));
  return { baseURL, stop: () => server.close() };
}
