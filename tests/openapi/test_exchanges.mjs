import assert from "node:assert/strict";
import { test } from "node:test";
import { readConnections, readExchanges, readRequests } from "./exchanges.mjs";

const get = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";
const ok = "HTTP/1.1 200 OK\r\nX-Id: 1\r\nContent-Length: 2\r\n\r\n{}";

const requests = (text) => readRequests(Buffer.from(text, "latin1"));
const exchanges = (sent, answered) => [
  ...readExchanges({ in: Buffer.from(sent), out: Buffer.from(answered) }),
];

test("the bytes of connections are told apart, also when a socket is used again", () => {
  const record =
    "accept 5 0\naccept 6 0\nin 5 2\nabin 6 1\ncout 5 1\ndin 5 1\n\naccept 5 0\nin 5 1\ne";

  const connections = readConnections(Buffer.from(record));

  assert.deepEqual(
    connections.map((each) => [each.in.toString(), each.out.toString()]),
    [
      ["ab\n", "d"],
      ["c", ""],
      ["e", ""],
    ],
  );
});

test("requests are read one after another, with whatever body they have", () => {
  const post = "POST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\n{ }";
  const chunked =
    "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nGET\r\n0\r\nT: 1\r\n\r\n";

  assert.deepEqual(requests(`${get}\r\n${post}${chunked}${get}`), [
    { method: "GET", path: "/a" },
    { method: "POST", path: "/b" },
    { method: "POST", path: "/c" },
    { method: "GET", path: "/a" },
  ]);
});

test("a path is what stands between the authority and the query", () => {
  assert.equal(requests("GET http://x:1/y?z HTTP/1.1\r\n\r\n")[0].path, "/y");
  assert.equal(requests("GET http://x HTTP/1.0\r\n\r\n")[0].path, "/");
});

test("what cannot be read is the last request", () => {
  assert.deepEqual(requests(`\x16\x03\r\n\r\n${get}`), [{ method: undefined, path: undefined }]);
  assert.deepEqual(requests("GET / HTTP/1.1\nHost: a\n\n"), [
    { method: undefined, path: undefined },
  ]);
});

test("each response belongs to one request, interim ones to none", () => {
  const [first, second, ...more] = exchanges(get + get, `HTTP/1.1 100 Continue\r\n\r\n${ok}${ok}`);

  assert.equal(first.request.path, "/a");
  assert.deepEqual(first.response, {
    status: 200,
    headers: [
      ["x-id", "1"],
      ["content-length", "2"],
    ],
    body: Buffer.from("{}"),
  });
  assert.equal(second.response.status, 200);
  assert.deepEqual(more, []);
});

test("a response to HEAD has no body, and one that was cut off is none", () => {
  const head = "HEAD /a HTTP/1.1\r\n\r\n";

  assert.equal(exchanges(head + get, ok.slice(0, -2) + ok)[1].response.body.toString(), "{}");
  assert.deepEqual(exchanges(get, ok.slice(0, -1)), []);
});

test("what is encrypted cannot be read, and is passed over", () => {
  assert.deepEqual(exchanges("\x16\x03\x01", `\x16\x03\x03\r\n\r\n${ok}`), []);
});

test("a response without a request is kept", () => {
  assert.deepEqual(exchanges("", ok)[0].request, {});
});
