// Usage: check_description.mjs DESCRIPTION
// Fails unless it is an OpenAPI 3.1 description, with schemas that can be compiled and examples
// that they accept.
import { Validator } from "@seriousme/openapi-schema-validator";
import { Description } from "./description.mjs";

const [file] = process.argv.slice(2);
const validator = new Validator();
const verdict = await validator.validate(file);
if (!verdict.valid || validator.version !== "3.1") {
  console.log(`no OpenAPI 3.1: ${JSON.stringify(verdict.errors, null, 2)}`);
  process.exit(1);
}

const problems = [];
const description = new Description(file);

// An object with a schema: a header field, a parameter, or a kind of content.
function checkExamples(at, object) {
  const examples = Object.values(object.examples ?? {}).map(({ value }) => value);
  for (const example of "example" in object ? [object.example] : examples) {
    const wrong = description.problems(`${at}/schema`, example);
    if (wrong) problems.push(`${at}: the example: ${wrong}`);
  }
  if (examples.length === 0) description.problems(`${at}/schema`, null); // compiles it
}

function checkSchemaExamples(at, schema) {
  for (const example of schema.examples ?? []) {
    const wrong = description.problems(at, example);
    if (wrong) problems.push(`${at}: the example: ${wrong}`);
  }
}

function walk(at, object) {
  if (typeof object !== "object" || object === null) return;
  if (typeof object.schema === "object") checkExamples(at, object);
  if (Array.isArray(object.examples)) checkSchemaExamples(at, object);
  for (const [name, value] of Object.entries(object)) {
    walk(`${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, value);
  }
}
walk("", description.document);

const names = new Set();
for (const operation of Object.values(description.document.paths).flatMap(Object.values)) {
  if (operation.operationId === undefined) continue;
  if (names.has(operation.operationId)) problems.push(`two operations ${operation.operationId}`);
  names.add(operation.operationId);
}

for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
