// Compares the answers of two servers to the same steps, field by field.

/** What stands for a field that an answer has not. */
export const absent = undefined;

/** In a row of the list: whatever it is. */
export const anything = Symbol("anything");

/** Whether a text is what a pattern describes, in which * stands for anything. */
function matches(pattern, text) {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

const fits = (listed, value) => listed === anything || listed === value;

// Of answers with different statuses all else differs as well: their errors tell enough.
function fieldsToCompare(theirs, ours) {
  return theirs.status === ours.status
    ? new Set([...Object.keys(theirs), ...Object.keys(ours)])
    : ["status", "body.code", "body.message"];
}

/** [step, field, theirs, ours] wherever they differ; the answers are fields by name, by step. */
export function differences(theirs, ours) {
  const found = [];
  for (const [step, answer] of theirs) {
    for (const field of fieldsToCompare(answer, ours.get(step))) {
      const [was, is] = [answer[field], ours.get(step)[field]];
      if (was !== is) found.push([step, field, was, is]);
    }
  }
  return found;
}

/**
 * What is wrong, a line each: differences that no row of the list covers, and rows that cover none.
 * A row is what a difference is, but with patterns for the step and the field.
 */
export function complaints(found, list) {
  const rows = list.flatMap(({ rows }) => rows);
  const used = new Set();
  const lines = [];
  for (const [step, field, was, is] of found) {
    const row = rows.find(
      ([steps, fields, theirs, ours]) =>
        matches(steps, step) && matches(fields, field) && fits(theirs, was) && fits(ours, is),
    );
    if (row) used.add(row);
    else lines.push(`${step}: ${field}: theirs ${was}, ours ${is}`);
  }
  for (const row of rows.filter((each) => !used.has(each))) {
    lines.push(`listed, but not so any more: ${row.map(String).join(", ")}`);
  }
  return lines;
}
