// What tests/e2e/record_exchanges.cpp has recorded, as requests and their responses.

const lineEnd = Buffer.from("\r\n");
const headEnd = Buffer.from("\r\n\r\n");

/** The bytes of each connection, both ways, in the order of their beginning. */
export function readConnections(bytes) {
  const connections = [];
  const open = new Map();
  let at = 0;
  for (;;) {
    const end = bytes.indexOf("\n", at);
    if (end < 0) break;
    const [event, socket, length] = bytes.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (event === "accept") {
      open.set(socket, { in: [], out: [] });
      connections.push(open.get(socket));
    } else {
      open.get(socket)[event].push(bytes.subarray(at, at + Number(length)));
      at += Number(length);
    }
  }
  return connections.map((parts) => ({ in: Buffer.concat(parts.in), out: Buffer.concat(parts.out) }));
}

/** The start line and the fields, with names in lower case; undefined: not (yet) a whole head. */
function readHead(bytes, at) {
  const end = bytes.indexOf(headEnd, at);
  if (end < 0) return undefined;
  const [start, ...lines] = bytes.toString("latin1", at, end).split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { start, headers, end: end + headEnd.length };
}

const field = (headers, name) => headers.find(([present]) => present === name)?.[1];

/** Where a body of chunks ends, trailers included; the end of the bytes, if it does not. */
function endOfChunks(bytes, at) {
  for (;;) {
    const end = bytes.indexOf(lineEnd, at);
    const size = end < 0 ? NaN : Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (Number.isNaN(size)) return bytes.length;
    if (size === 0) break;
    at = end + lineEnd.length + size + lineEnd.length;
  }
  for (;;) {
    const end = bytes.indexOf(lineEnd, at);
    if (end < 0) return bytes.length;
    const isLast = end === at;
    at = end + lineEnd.length;
    if (isLast) return at;
  }
}

// Without the authority of an absolute form; undefined for what is no path at all.
function pathOf(target) {
  const path = target?.replace(/^https?:\/\/[^/?]*/i, "").split("?")[0];
  return path === "" ? "/" : path;
}

/** The requests on a connection. What cannot be read has neither method nor path, and is the last. */
export function readRequests(bytes) {
  const requests = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.subarray(at, at + lineEnd.length).equals(lineEnd)) {
      at += lineEnd.length;
      continue;
    }
    const head = readHead(bytes, at);
    const [method, target] = head?.start.match(/^([A-Z]+) (\S+) HTTP\/1\.[01]$/)?.slice(1) ?? [];
    requests.push({ method, path: pathOf(target) });
    if (method === undefined) break;
    const isChunked = field(head.headers, "transfer-encoding") !== undefined;
    const length = Number(field(head.headers, "content-length") ?? 0);
    at = isChunked ? endOfChunks(bytes, head.end) : head.end + (length || 0);
  }
  return requests;
}

/** Whether a connection speaks TLS: what the server sends first is an alert or a handshake. */
const isEncrypted = ({ out }) => out[0] === 0x15 || out[0] === 0x16;

/** Each whole response on a connection, after the request that it answers. Under TLS: none. */
export function* readExchanges(connection) {
  if (isEncrypted(connection)) return;
  const requests = readRequests(connection.in);
  const bytes = connection.out;
  let at = 0;
  for (;;) {
    const head = readHead(bytes, at);
    if (head === undefined) return;
    at = head.end;
    const status = Number(head.start.split(" ")[1]);
    if (status < 200) continue;
    const request = requests.shift() ?? {};
    const hasBody = request.method !== "HEAD" && status !== 204;
    const length = hasBody ? Number(field(head.headers, "content-length")) : 0;
    if (at + length > bytes.length) return;
    yield { request, response: { status, headers: head.headers, body: bytes.subarray(at, at + length) } };
    at += length;
  }
}
