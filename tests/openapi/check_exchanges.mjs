// Usage: check_exchanges.mjs DESCRIPTION DIRECTORY
// Compares every response that has been recorded in DIRECTORY with the OpenAPI description, and
// fails when one deviates from it.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Description } from "./description.mjs";
import { readConnections, readExchanges } from "./exchanges.mjs";

const [file, directory] = process.argv.slice(2);
const description = new Description(file);
const found = new Map(); // what deviates -> how often, and the first response that does
let responses = 0;

for (const name of existsSync(directory) ? readdirSync(directory) : []) {
  for (const connection of readConnections(readFileSync(join(directory, name)))) {
    for (const { request, response } of readExchanges(connection)) {
      responses += 1;
      for (const deviation of description.deviations(request, response)) {
        const what = `${request.method} ${request.path} ${response.status}: ${deviation}`;
        const seen = found.get(what) ?? { times: 0, sample: response.body.toString().slice(0, 300) };
        found.set(what, { ...seen, times: seen.times + 1 });
      }
    }
  }
}

for (const [what, { times, sample }] of found) {
  console.log(`${what} (${times} times)\n    ${sample}`);
}
console.log(`${responses} responses, ${found.size} kinds of deviation`);
process.exitCode = responses > 0 && found.size === 0 ? 0 : 1;
