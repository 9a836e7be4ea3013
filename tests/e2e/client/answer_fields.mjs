// An answer as fields that can be compared: {"status": "200", "body.name": "\"ci\"", ...}.

const compared = ["content-type", "location", "retry-after", "www-authenticate"];
const id = /^([A-Za-z0-9]{32}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

// What differs between any two runs is replaced by what it is: a time by its distance from now.
function normal(name, value, ids) {
  if (typeof value !== "string") return JSON.stringify(value);
  if (time.test(value)) {
    const hours = Math.round((Date.parse(value) - Date.now()) / 3_600_000);
    return `${hours === 0 ? 0 : hours} hours from now`; // never -0
  }
  if (name === "token") return "a token";
  if (name === "key") return `a secret of ${value.replace(/^((?:\w+?_)?).*$/, "$1")}`;
  if (name === "start") return `a start of ${value.length}`;
  const known = Object.keys(ids).find((each) => ids[each] === value);
  if (known !== undefined) return `the id of ${known}`;
  return id.test(value) ? "an id" : JSON.stringify(value);
}

function flatten(into, path, name, value, ids) {
  if (typeof value !== "object" || value === null) {
    into[path] = normal(name, value, ids);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) into[path] = Array.isArray(value) ? "[]" : "{}";
  for (const [key, part] of entries) {
    flatten(into, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, key, part, ids);
  }
}

// By name, with the attributes in one order.
function flattenCookie(into, line) {
  const [pair, ...attributes] = line.split(/; */);
  const [name, value] = pair.split("=");
  const signed = decodeURIComponent(value).includes(".") ? "a signed value" : JSON.stringify(value);
  into[`cookie ${name}`] = signed;
  for (const attribute of attributes) {
    const [key, setting = "yes"] = attribute.split("=");
    into[`cookie ${name} ${key.toLowerCase()}`] = setting.toLowerCase();
  }
}

/** `ids` are known ones by name, by which they are told. */
export function fields({ status, headers, body }, ids = {}) {
  const into = { status: String(status) };
  for (const name of compared) {
    if (name in headers) into[`header ${name}`] = headers[name];
  }
  for (const line of headers["set-cookie"] ?? []) flattenCookie(into, line);
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    into.body = body === "" ? "nothing" : "no JSON";
    return into;
  }
  flatten(into, "body", "body", value, ids);
  return into;
}
