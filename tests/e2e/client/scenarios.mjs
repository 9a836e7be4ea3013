// What is asked of the published plugin and of `azen serve` alike, in this order. A step is
// [name, who, method, path, body, more]: `who` has a cookie if signed in; `body` may be a function of
// what is known so far, {ann, bob: what they sign in with, ids}; `more` are header fields, or null to
// leave one out.

const foreign = { origin: "https://evil.example" };
const noOrigin = { origin: null };
const unknownId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

const signIn = "sign-in/email";
const signInSteps = [
  ["sign in: no body", null, "POST", signIn],
  ["sign in: no JSON", null, "POST", signIn, "{"],
  ["sign in: an array", null, "POST", signIn, []],
  ["sign in: another media type", null, "POST", signIn, "a", { "content-type": "text/plain" }],
  [
    "sign in: a form",
    null,
    "POST",
    signIn,
    "email=nobody%40example.org&password=not+the+one",
    { "content-type": "application/x-www-form-urlencoded" },
  ],
  ["sign in: no password", null, "POST", signIn, { email: "ann@example.org" }],
  ["sign in: no text", null, "POST", signIn, { email: 1, password: true }],
  ["sign in: no address", null, "POST", signIn, { email: "ann", password: "correct horse" }],
  ["sign in: foreign origin", null, "POST", signIn, (known) => known.ann, foreign],
  ["sign in: unknown", null, "POST", signIn, { email: "no@example.org", password: "wrong horse" }],
  ["sign in: wrong", null, "POST", signIn, { email: "ann@example.org", password: "wrong horse" }],
  ["sign in: capitals", null, "POST", signIn, (known) => ({ ...known.ann, email: "Ann@Example.ORG" })],
  ["sign in: not remembered", null, "POST", signIn, (known) => ({ ...known.ann, rememberMe: false })],
  ["sign in: remembered how", null, "POST", signIn, (known) => ({ ...known.ann, rememberMe: "no" })],
  ["sign in: callback", null, "POST", signIn, (known) => ({ ...known.ann, callbackURL: "/home" })],
  [
    "sign in: foreign callback",
    null,
    "POST",
    signIn,
    (known) => ({ ...known.ann, callbackURL: "https://evil.example/" }),
  ],
  ["sign in: bob", "bob", "POST", signIn, (known) => known.bob],
  ["sign in", "ann", "POST", signIn, (known) => known.ann],
  ["session", "ann", "GET", "get-session"],
  ["session: none", null, "GET", "get-session"],
  ["session: forged", null, "GET", "get-session", undefined, { cookie: "better-auth.session_token=a.b" }],
];

const create = "organization/create";
const setActive = "organization/set-active";
const organizationSteps = [
  ["organization create: nobody", null, "POST", create, { name: "Acme", slug: "acme" }],
  ["organization create: no name", "ann", "POST", create, { slug: "acme" }],
  ["organization create: empty", "ann", "POST", create, { name: "", slug: "" }],
  ["organization create: wrong types", "ann", "POST", create, { name: 1, slug: 2, logo: 3, metadata: 4 }],
  ["organization create: no origin", "ann", "POST", create, { name: "Acme", slug: "acme" }, noOrigin],
  ["organization create", "ann", "POST", create, { name: "Acme", slug: "acme" }],
  ["organization create: same slug", "ann", "POST", create, { name: "Other", slug: "acme" }],
  [
    "organization create: same name",
    "ann",
    "POST",
    create,
    { name: "Acme", slug: "acme2", keepCurrentActiveOrganization: true },
  ],
  [
    "organization create: all",
    "ann",
    "POST",
    create,
    {
      name: "Second",
      slug: "second",
      logo: "https://example.org/logo.png",
      metadata: { tier: "gold" },
      keepCurrentActiveOrganization: true,
    },
  ],
  ["organization create: bob", "bob", "POST", create, { name: "Bobs", slug: "bobs" }],
  ["session: with organization", "ann", "GET", "get-session"],
  ["organization list: nobody", null, "GET", "organization/list"],
  ["organization list", "bob", "GET", "organization/list"],
  ["set active: nobody", null, "POST", setActive, { organizationSlug: "acme" }],
  ["set active: wrong type", "ann", "POST", setActive, { organizationId: 1 }],
  ["set active: none", "ann", "POST", setActive, { organizationId: null }],
  ["set active: unsaid, none is", "ann", "POST", setActive, {}],
  ["set active: unknown slug", "ann", "POST", setActive, { organizationSlug: "nothing" }],
  ["set active: bob's slug", "ann", "POST", setActive, { organizationSlug: "bobs" }],
  ["set active: unknown id", "ann", "POST", setActive, { organizationId: unknownId }],
  ["set active: bob's id", "ann", "POST", setActive, (known) => ({ organizationId: known.ids.bobs })],
  ["set active: slug", "ann", "POST", setActive, { organizationSlug: "acme" }],
  ["set active: id", "ann", "POST", setActive, (known) => ({ organizationId: known.ids.acme })],
  ["set active: unsaid", "ann", "POST", setActive, {}],
];

const createKey = "api-key/create";
const refusedKeys = {
  "no body": undefined,
  "an array": [],
  "no name": {},
  "empty name": { name: "" },
  "long name": { name: "n".repeat(33) },
  "name of a wrong type": { name: 7 },
  "long prefix": { name: "a", prefix: "p".repeat(33) },
  "strange prefix": { name: "a", prefix: "a b" },
  "empty prefix": { name: "a", prefix: "" },
  "too early": { name: "a", expiresIn: 86_399 },
  "too late": { name: "a", expiresIn: 31_536_001 },
  "expires at once": { name: "a", expiresIn: 0 },
  "expires before": { name: "a", expiresIn: -86_400 },
  "expires at some time": { name: "a", expiresIn: "soon" },
  "metadata a text": { name: "a", metadata: "team" },
  "remaining set": { name: "a", remaining: 5 },
  "remaining of a wrong type": { name: "a", remaining: "5" },
  "amount alone": { name: "a", refillAmount: 5 },
  "interval alone": { name: "a", refillInterval: 1000 },
  "refill set": { name: "a", refillAmount: 5, refillInterval: 1000 },
  "rate set": { name: "a", rateLimitMax: 5 },
  "window set": { name: "a", rateLimitTimeWindow: 1000 },
  "limit set": { name: "a", rateLimitEnabled: false },
  "permissions set": { name: "a", permissions: { memory: ["read"] } },
  "permissions of a wrong type": { name: "a", permissions: { memory: "read" } },
  "of another user": { name: "a", userId: unknownId },
  "strange configuration": { name: "a", configId: "other" },
};
const createSteps = [
  ["create key: nobody", null, "POST", createKey, { name: "ci" }],
  ["create key: nobody, wrong", null, "POST", createKey, { name: 7 }],
  ["create key: no origin", "ann", "POST", createKey, { name: "ci" }, noOrigin],
  ["create key: foreign origin", "ann", "POST", createKey, { name: "ci" }, foreign],
  ["create key: null origin", "ann", "POST", createKey, { name: "ci" }, { origin: "null" }],
  ...Object.entries(refusedKeys).map(([name, body]) => [
    `create key: ${name}`,
    "ann",
    "POST",
    createKey,
    body,
  ]),
  // Bob's, as the plugin accepts it, and Ann's keys are listed.
  ["create key: metadata a list", "bob", "POST", createKey, { name: "a", metadata: [1] }],
  ["create key", "ann", "POST", createKey, { name: "ci" }],
  [
    "create key: all",
    "ann",
    "POST",
    createKey,
    {
      name: "n".repeat(32),
      prefix: "my_",
      expiresIn: 86_400,
      metadata: { team: "core" },
      remaining: null,
      more: 1,
    },
  ],
  ["create key: longest", "ann", "POST", createKey, { name: "B", expiresIn: 31_536_000, metadata: null }],
  ["create key: bob", "bob", "POST", createKey, { name: "bobs" }],
  ["create key: by GET", "ann", "GET", createKey],
];

const get = "api-key/get";
const list = "api-key/list";
const readSteps = [
  ["get key: nobody", null, "GET", (known) => `${get}?id=${known.ids.key}`],
  ["get key: no id", "ann", "GET", get],
  ["get key: unknown", "ann", "GET", `${get}?id=${unknownId}`],
  ["get key: bob's", "ann", "GET", (known) => `${get}?id=${known.ids.bobsKey}`],
  ["get key", "ann", "GET", (known) => `${get}?id=${known.ids.key}`],
  ["list keys: nobody", null, "GET", list],
  ["list keys", "ann", "GET", list],
  ["list keys: one", "ann", "GET", `${list}?limit=1`],
  ["list keys: none", "ann", "GET", `${list}?limit=0`],
  ["list keys: later", "ann", "GET", `${list}?offset=1`],
  ["list keys: the second", "ann", "GET", `${list}?limit=1&offset=1`],
  ["list keys: beyond", "ann", "GET", `${list}?offset=10`],
  ["list keys: by name", "ann", "GET", `${list}?sortBy=name`],
  ["list keys: by name, down", "ann", "GET", `${list}?sortBy=name&sortDirection=desc`],
  ["list keys: down", "ann", "GET", `${list}?sortDirection=desc`],
  ["list keys: by creation, down", "ann", "GET", `${list}?sortBy=createdAt&sortDirection=desc`],
  ["list keys: by something", "ann", "GET", `${list}?sortBy=something`],
  ["list keys: sideways", "ann", "GET", `${list}?sortBy=name&sortDirection=sideways`],
  ["list keys: fewer than none", "ann", "GET", `${list}?limit=-1`],
  ["list keys: some", "ann", "GET", `${list}?limit=some`],
];

const update = "api-key/update";
const changes = {
  name: { name: "renamed" },
  "empty name": { name: "" },
  "long name": { name: "n".repeat(33) },
  disabled: { enabled: false },
  "enabled how": { enabled: "yes" },
  enabled: { enabled: true },
  expiry: { expiresIn: 86_400 },
  "no expiry": { expiresIn: null },
  "too early": { expiresIn: 86_399 },
  "too late": { expiresIn: 31_536_001 },
  metadata: { metadata: { team: "edge" } },
  "metadata a text": { metadata: "edge" },
  nothing: {},
  "remaining set": { remaining: 5 },
  "rate set": { rateLimitMax: 5 },
  "refill set": { refillAmount: 5, refillInterval: 1000 },
  "amount alone": { refillAmount: 5 },
  "permissions set": { permissions: { memory: ["read"] } },
  "of another user": { userId: unknownId, name: "a" },
};
const updateSteps = [
  ["update key: nobody", null, "POST", update, (known) => ({ keyId: known.ids.key, name: "a" })],
  ["update key: no id", "ann", "POST", update, { name: "a" }],
  ["update key: id of a wrong type", "ann", "POST", update, { keyId: 1, name: "a" }],
  ["update key: unknown", "ann", "POST", update, { keyId: unknownId, name: "a" }],
  ["update key: bob's", "ann", "POST", update, (known) => ({ keyId: known.ids.bobsKey, name: "a" })],
  ["update key: no origin", "ann", "POST", update, (known) => ({ keyId: known.ids.key }), noOrigin],
  ...Object.entries(changes).map(([name, change]) => [
    `update key: ${name}`,
    "ann",
    "POST",
    update,
    (known) => ({ keyId: known.ids.key, ...change }),
  ]),
];

const erase = "api-key/delete";
const endSteps = [
  ["delete key: nobody", null, "POST", erase, (known) => ({ keyId: known.ids.key })],
  ["delete key: no id", "ann", "POST", erase, {}],
  ["delete key: unknown", "ann", "POST", erase, { keyId: unknownId }],
  ["delete key: bob's", "ann", "POST", erase, (known) => ({ keyId: known.ids.bobsKey })],
  ["delete key: no origin", "ann", "POST", erase, (known) => ({ keyId: known.ids.key }), noOrigin],
  ["delete key", "ann", "POST", erase, (known) => ({ keyId: known.ids.key })],
  ["delete key: again", "ann", "POST", erase, (known) => ({ keyId: known.ids.key })],
  ["get key: deleted", "ann", "GET", (known) => `${get}?id=${known.ids.key}`],
  ["list keys: without the deleted", "ann", "GET", list],
  ["update key: deleted", "ann", "POST", update, (known) => ({ keyId: known.ids.key, name: "a" })],
  ["verify key over HTTP", "ann", "POST", "api-key/verify", { key: "az_secret" }],
  ["no such route", "ann", "GET", "nothing"],
  ["sign out: no origin", "ann", "POST", "sign-out", {}, noOrigin],
  ["sign out: nobody", null, "POST", "sign-out", {}],
  ["sign out", "ann", "POST", "sign-out", {}],
  ["session: signed out", "ann", "GET", "get-session"],
  ["list keys: signed out", "ann", "GET", list],
  ["sign out: again", "ann", "POST", "sign-out", {}],
];

export const steps = [
  ...signInSteps,
  ...organizationSteps,
  ...createSteps,
  ...readSteps,
  ...updateSteps,
  ...endSteps,
];

/** The ids that later steps need, and that answers are compared by: step -> [name, where it is]. */
export const remembered = {
  "sign in: bob": ["bob", (body) => body.user.id],
  "sign in": ["ann", (body) => body.user.id],
  "organization create": ["acme", (body) => body.id],
  "organization create: bob": ["bobs", (body) => body.id],
  "create key": ["key", (body) => body.id],
  "create key: bob": ["bobsKey", (body) => body.id],
};
