// The whole life of a key, through Better Auth's own client. Usage: key_life.mjs BASE_URL EMAIL,
// with the password on standard input. Writes what each step gave, as one JSON object.
import { readFileSync } from "node:fs";
import { apiKeyClient } from "@better-auth/api-key/client";
import { createAuthClient } from "better-auth/client";
import { organizationClient } from "better-auth/client/plugins";

const [baseURL, email] = process.argv.slice(2);
const password = readFileSync(0, "utf8").trim();

// What a browser does by itself: it keeps the cookie and tells the origin.
let cookie = "";
async function browserFetch(url, options = {}) {
  const headers = new Headers(options.headers);
  if (cookie !== "") headers.set("cookie", cookie);
  headers.set("origin", new URL(baseURL).origin);
  const response = await fetch(url, { ...options, headers });
  for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0];
  return response;
}

const client = createAuthClient({
  baseURL,
  plugins: [apiKeyClient(), organizationClient()],
  fetchOptions: { customFetchImpl: browserFetch },
});

const steps = {};
async function step(name, call) {
  const { data, error } = await call;
  steps[name] = { data, error };
  return data;
}

await step("wrongPassword", client.signIn.email({ email, password: "not the password" }));
await step("signIn", client.signIn.email({ email, password }));
await step("session", client.getSession());
await step("organizations", client.organization.list());
await step("active", client.organization.setActive({ organizationSlug: "acme" }));
const key = await step(
  "create",
  client.apiKey.create({ name: "ci", expiresIn: 7 * 86400, metadata: { team: "core" } }),
);
await step("refused", client.apiKey.create({ name: "more", rateLimitMax: 1000 }));
await step("get", client.apiKey.get({ query: { id: key.id } }));
await step(
  "list",
  client.apiKey.list({ query: { limit: 1, offset: 0, sortBy: "name", sortDirection: "asc" } }),
);
await step("update", client.apiKey.update({ keyId: key.id, name: "renamed", enabled: false }));
await step("enable", client.apiKey.update({ keyId: key.id, enabled: true }));
await step(
  "rotate",
  client.$fetch("/api-key/rotate", { method: "POST", body: { keyId: key.id, gracePeriod: 60 } }),
);
await step("delete", client.apiKey.delete({ keyId: key.id }));
await step("gone", client.apiKey.get({ query: { id: key.id } }));
await step("signOut", client.signOut());
await step("signedOut", client.getSession());
await step("unauthorized", client.apiKey.list());

console.log(JSON.stringify(steps));
