/** Where in the text of a JSON document something stands: pure. */

/** A place as problems name it, step by step: `categories.categories[2].name`, `hotkeys["canvas.box"]`. */
export function stepsOf(place: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const [, name, index, quoted] of place.matchAll(
    /([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g,
  )) {
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(JSON.parse(`"${quoted}"`) as string);
    else if (name !== undefined) steps.push(name);
  }
  return steps;
}

/**
 * The offset in a JSON text at which the value of a place begins; of the nearest thing around it where it is
 * not there. The text must be JSON.
 */
export function offsetOf(text: string, steps: readonly (string | number)[]): number {
  let at = 0;
  const blanks = () => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  const string = (): string => {
    const from = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at++;
    return JSON.parse(text.slice(from, at)) as string;
  };
  /** Go past a value. */
  const skip = () => {
    blanks();
    if (text[at] === '"') return void string();
    if (text[at] !== "{" && text[at] !== "[") {
      while (at < text.length && !/[\s,\]}]/.test(text[at] as string)) at++;
      return;
    }
    let depth = 0;
    do {
      if (text[at] === '"') string();
      else {
        if (text[at] === "{" || text[at] === "[") depth++;
        if (text[at] === "}" || text[at] === "]") depth--;
        at++;
      }
    } while (depth > 0 && at < text.length);
  };
  blanks();
  let found = at;
  for (const step of steps) {
    const inList = text[at] === "[";
    if ((!inList && text[at] !== "{") || inList !== (typeof step === "number")) break;
    at++;
    let reached = false;
    for (let n = 0; at < text.length; n++) {
      blanks();
      if (text[at] === "]" || text[at] === "}") break;
      let name: string | number = n;
      const begins = at;
      if (!inList) {
        name = string();
        blanks();
        at++;
        blanks();
      }
      if (name === step) {
        found = begins;
        reached = true;
        break;
      }
      skip();
      blanks();
      if (text[at] === ",") at++;
    }
    if (!reached) break;
  }
  return found;
}

/** The line, from 1, on which a place stands in a JSON text. */
export function lineOf(text: string, place: string): number {
  return text.slice(0, offsetOf(text, stepsOf(place))).split("\n").length;
}

/** Why a text is no JSON, with line and column, as browsers tell it; `null` where it is. */
export function whyNotJson(text: string): { message: string; offset: number } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const before = text.slice(0, offset).split("\n");
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const what = message
      .replace(/ in JSON at position.*$/s, "")
      .replace(/^JSON\.parse: /, "")
      .replace(/,? ?"[\s\S]*" is not valid JSON$/, "");
    return { message: `This is no JSON: line ${line}, column ${column}: ${what}.`, offset };
  }
}
