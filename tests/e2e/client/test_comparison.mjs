import assert from "node:assert/strict";
import { test } from "node:test";
import { fields } from "./answer_fields.mjs";
import { absent, anything, complaints, differences } from "./comparison.mjs";

const theirs = new Map([
  ["make a thing", { status: "200", "body.name": '"a"', "body.more": "1" }],
  ["get a thing", { status: "500", body: "nothing" }],
]);
const ours = new Map([
  ["make a thing", { status: "200", "body.name": '"a"' }],
  ["get a thing", { status: "404", "body.code": '"NONE"' }],
]);
const found = [
  ["make a thing", "body.more", "1", absent],
  ["get a thing", "status", "500", "404"],
  ["get a thing", "body.code", absent, '"NONE"'],
];
const list = [
  { why: "", rows: [["make *", "body.*", "1", absent]] },
  { why: "", rows: [["get a thing", "status", "500", "404"]] },
  { why: "", rows: [["get a thing", "body.code", absent, '"NONE"']] },
];

test("fields differ that are other, or in one answer only", () => {
  assert.deepEqual(differences(theirs, ours), found);
  assert.deepEqual(differences(theirs, theirs), []);
});

test("a difference that is listed is no complaint, and any other is", () => {
  assert.deepEqual(complaints(found, list), []);
  assert.deepEqual(complaints([...found, ["get a thing", "status", "500", "403"]], list), [
    "get a thing: status: theirs 500, ours 403",
  ]);
});

test("a row may leave open what the values are", () => {
  const open = [{ why: "", rows: [["*", "*", anything, anything]] }];

  assert.deepEqual(complaints(found, open), []);
});

test("a row that covers nothing is a complaint", () => {
  assert.deepEqual(complaints(found.slice(1), list), [
    "listed, but not so any more: make *, body.*, 1, undefined",
  ]);
});

test("what differs between any two runs is told by its kind", () => {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const body = JSON.stringify({ id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", expiresAt, list: [null] });

  assert.deepEqual(fields({ status: 200, headers: { "content-type": "text/plain" }, body }), {
    status: "200",
    "header content-type": "text/plain",
    "body.id": "an id",
    "body.expiresAt": "24 hours from now",
    "body.list[0]": "null",
  });
});

test("a cookie is told by its name, its attributes and whether it is signed", () => {
  const cookies = ["a=x.y; Path=/; HttpOnly; Max-Age=0", "b="];

  assert.deepEqual(fields({ status: 200, headers: { "set-cookie": cookies }, body: "" }), {
    status: "200",
    "cookie a": "a signed value",
    "cookie a path": "/",
    "cookie a httponly": "yes",
    "cookie a max-age": "0",
    "cookie b": '""',
    body: "nothing",
  });
});
