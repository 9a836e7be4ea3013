// An OpenAPI description, and what it says about one exchange.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";

// Fields that belong to HTTP and to CORS; a description leaves them out.
const undescribed = /^(connection|content-length|content-type|date|vary|access-control-.*)$/;

const escapePart = (part) => part.replaceAll("~", "~0").replaceAll("/", "~1");
const pointer = (...parts) => parts.map((part) => `/${escapePart(part)}`).join("");

function describe({ instancePath, message, params }) {
  const name = params.additionalProperty ?? params.unevaluatedProperty;
  return `$${instancePath} ${message}${name === undefined ? "" : ` (${name})`}`;
}

export class Description {
  constructor(file) {
    this.document = parse(readFileSync(file, "utf8"));
    this.ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
    addFormats.default(this.ajv);
    // It is no schema itself; those in it are compiled one by one, in strict mode.
    this.ajv.addVocabulary(Object.keys(this.document));
    this.ajv.addSchema(this.document, "openapi", false, false);
    this.validators = new Map();
  }

  /** What is wrong with `value` by the schema at that JSON pointer; null: nothing. */
  problems(schemaPointer, value) {
    let validate = this.validators.get(schemaPointer);
    if (validate === undefined) {
      validate = this.ajv.compile({ $ref: `openapi#${encodeURI(schemaPointer)}` });
      this.validators.set(schemaPointer, validate);
    }
    return validate(value) ? null : validate.errors.map(describe).join(", ");
  }

  /** Follows `$ref`: where the object at that pointer really is, and what it is. */
  resolve(at) {
    let object = this.document;
    for (const part of at.split("/").slice(1)) {
      object = object?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    return object?.$ref?.startsWith("#/") ? this.resolve(object.$ref.slice(1)) : { at, object };
  }

  /** Where the operation is that a request asks for; undefined: there is none. */
  findOperation({ method, path }) {
    const name = method === "HEAD" ? "get" : method?.toLowerCase();
    const pattern = path in this.document.paths ? path : this.findTemplate(path);
    return this.document.paths[pattern]?.[name] && pointer("paths", pattern, name);
  }

  findTemplate(path) {
    return Object.keys(this.document.paths).find((template) => {
      const expression = template.replaceAll(/\{[^}]*\}/g, "[^/]+").replaceAll(".", "\\.");
      return new RegExp(`^${expression}$`).test(path);
    });
  }

  /** All that deviates from the description in the response to a request. */
  deviations(request, response) {
    const operation = this.findOperation(request);
    const responses = operation ? `${operation}/responses` : "/x-unrouted-responses";
    const described = this.resolve(responses).object;
    const status = String(response.status);
    const key = status in described ? status : "default" in described ? "default" : undefined;
    if (key === undefined) {
      return ["the status is not described"];
    }
    const { at, object } = this.resolve(`${responses}${pointer(key)}`);
    return [
      ...this.headerDeviations(at, object.headers ?? {}, response.headers),
      ...this.contentDeviations(at, object.content, request, response),
    ];
  }

  headerDeviations(at, described, headers) {
    const deviations = [];
    const names = new Map(Object.keys(described).map((name) => [name.toLowerCase(), name]));
    for (const [name, value] of headers) {
      if (names.has(name)) {
        const header = this.resolve(`${at}/headers${pointer(names.get(name))}`);
        const isNumber = header.object.schema.type === "integer" && /^[0-9]+$/.test(value);
        const problems = this.problems(`${header.at}/schema`, isNumber ? Number(value) : value);
        deviations.push(...(problems ? [`header ${name}: ${problems}`] : []));
      } else if (!undescribed.test(name)) {
        deviations.push(`header ${name} is not described`);
      }
    }
    for (const [lower, name] of names) {
      const { object } = this.resolve(`${at}/headers${pointer(name)}`);
      if (object.required && !headers.some(([present]) => present === lower)) {
        deviations.push(`header ${name} is missing`);
      }
    }
    return deviations;
  }

  contentDeviations(at, content, request, response) {
    const type = response.headers.find(([name]) => name === "content-type")?.[1];
    if (content === undefined || type === undefined || !(type in content)) {
      const isNone = content === undefined && type === undefined && response.body.length === 0;
      return isNone ? [] : [`the content is ${type ?? "none"}, which is not described`];
    }
    if (request.method === "HEAD") {
      return response.body.length === 0 ? [] : ["HEAD is answered with content"];
    }
    let value = response.body.toString("utf8");
    if (type === "application/json") {
      try {
        value = JSON.parse(value);
      } catch {
        return ["the content is no JSON"];
      }
      if (typeof value?.code === "number" && value.code !== response.status) {
        return ["the content names another status"];
      }
    }
    const problems = this.problems(`${at}/content${pointer(type)}/schema`, value);
    return problems ? [`content: ${problems}`] : [];
  }
}
