// Usage: differential.mjs BASE_URL, with users on standard input: [{"name", "email", "password"}]
// Plays the scenarios against the published plugin and against the server there, and compares the
// answers field by field: "theirs" are the plugin's. Fails on a difference that
// intended_differences.mjs does not list, and on one that it lists and that is not there.
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { fields } from "./answer_fields.mjs";
import { complaints, differences } from "./comparison.mjs";
import { intended } from "./intended_differences.mjs";
import { startPlugin } from "./plugin_server.mjs";
import { remembered, steps } from "./scenarios.mjs";

function send(baseURL, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const sent = request(`${baseURL}/api/auth/${path}`, { method, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The answers to all steps, as fields. */
async function play(baseURL, users) {
  const known = { ids: {} };
  for (const { name, email, password } of users) known[name] = { email, password };
  const cookies = {};
  const answers = new Map();
  for (const [name, who, method, pathOrMore, bodyOrMore, more] of steps) {
    const path = typeof pathOrMore === "function" ? pathOrMore(known) : pathOrMore;
    const body = typeof bodyOrMore === "function" ? bodyOrMore(known) : bodyOrMore;
    const headers = {
      origin: baseURL,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(cookies[who] ? { cookie: cookies[who] } : {}),
      ...more,
    };
    const answer = await send(baseURL, {
      method,
      path,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null)),
      body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    });
    if (who !== null && name.startsWith("sign in")) {
      cookies[who] = answer.headers["set-cookie"]?.map((line) => line.split(";")[0]).join("; ");
    }
    if (name in remembered) {
      const [as, idOf] = remembered[name];
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.body}`);
      known.ids[as] = idOf(JSON.parse(answer.body));
    }
    answers.set(name, fields(answer, known.ids));
  }
  return answers;
}

const [baseURL] = process.argv.slice(2);
const users = JSON.parse(readFileSync(0, "utf8"));
const plugin = await startPlugin(users);
const published = await play(plugin.baseURL, users);
const ours = await play(baseURL, users);
plugin.stop();

const found = differences(published, ours);
const wrong = complaints(found, intended);
for (const line of wrong) console.log(line);
console.log(`${published.size} steps, ${found.length} differences, ${wrong.length} complaints`);
process.exitCode = wrong.length === 0 ? 0 : 1;
