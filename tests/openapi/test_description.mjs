import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Description } from "./description.mjs";

const file = join(mkdtempSync(join(tmpdir(), "description-")), "openapi.yaml");
writeFileSync(
  file,
  `
openapi: 3.1.0
x-unrouted-responses:
  "404": { $ref: "#/components/responses/Error" }
paths:
  /things:
    get:
      responses:
        "200":
          headers:
            X-Id: { required: true, schema: { type: string } }
            Retry-After: { schema: { type: integer, minimum: 1 } }
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Thing" }
        default: { $ref: "#/components/responses/Error" }
  /things/{id}:
    delete: { responses: { "204": { description: Gone. } } }
components:
  responses:
    Error:
      content:
        application/json:
          schema: { type: object, required: [code], properties: { code: { type: integer } } }
  schemas:
    Thing:
      type: object
      required: [name]
      additionalProperties: false
      properties: { name: { type: string } }
`,
);
const description = new Description(file);

function deviations({ method = "GET", path = "/things", status = 200, headers, body }) {
  const fields = { "content-type": "application/json", "x-id": "1", ...headers };
  return description.deviations(
    { method, path },
    {
      status,
      headers: Object.entries(fields).filter(([, value]) => value !== undefined),
      body: Buffer.from(body ?? '{"name":"a"}'),
    },
  );
}

test("a response as it is described has no deviation", () => {
  assert.deepEqual(deviations({}), []);
  assert.deepEqual(deviations({ headers: { date: "today", "retry-after": "2" } }), []);
  assert.deepEqual(deviations({ method: "HEAD", body: "" }), []);
});

test("content that the schema does not allow deviates", () => {
  assert.match(deviations({ body: '{"name":7}' })[0], /^content: \$\/name must be string/);
  assert.match(deviations({ body: "{}" })[0], /required property 'name'/);
  assert.match(deviations({ body: '{"name":"a","more":1}' })[0], /^content: \$ must NOT have additional properties \(more\)/);
  assert.deepEqual(deviations({ body: '{"name"' }), ["the content is no JSON"]);
  assert.deepEqual(deviations({ method: "HEAD" }), ["HEAD is answered with content"]);
});

test("another kind of content deviates, and so does none", () => {
  const text = deviations({ headers: { "content-type": "text/plain" } });
  const none = deviations({ headers: { "content-type": undefined }, body: "" });

  assert.deepEqual(text, ["the content is text/plain, which is not described"]);
  assert.deepEqual(none, ["the content is none, which is not described"]);
});

test("header fields deviate that are missing, wrong or not described", () => {
  assert.deepEqual(deviations({ headers: { "x-id": undefined } }), ["header X-Id is missing"]);
  assert.match(deviations({ headers: { "retry-after": "0" } })[0], /^header retry-after: .*>= 1/);
  assert.match(deviations({ headers: { "retry-after": "soon" } })[0], /must be integer/);
  assert.deepEqual(deviations({ headers: { "x-more": "1" } }), ["header x-more is not described"]);
});

test("a status that is not described deviates, unless there is a default", () => {
  const gone = { method: "DELETE", path: "/things/7", headers: { "x-id": undefined }, body: "" };
  const noContent = { ...gone, headers: { ...gone.headers, "content-type": undefined } };

  assert.deepEqual(deviations({ ...noContent, status: 204 }), []);
  assert.deepEqual(deviations({ ...noContent, status: 200 }), ["the status is not described"]);
  const other = { status: 418, headers: { "x-id": undefined } };
  assert.deepEqual(deviations({ ...other, body: '{"code":418}' }), []);
  assert.deepEqual(deviations({ ...other, body: '{"code":419}' }), [
    "the content names another status",
  ]);
});

test("a request for no operation is answered as the description says of those", () => {
  const unknown = { path: "/nothing", headers: { "x-id": undefined }, body: '{"code":404}' };

  assert.deepEqual(deviations({ ...unknown, status: 404 }), []);
  assert.deepEqual(deviations({ ...unknown, status: 200 }), ["the status is not described"]);
  assert.deepEqual(deviations({ ...unknown, method: undefined, status: 404 }), []);
});
