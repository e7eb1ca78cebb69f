/** What the buttons over the guidelines do to the text: pure. */
import type { TextAction } from "./actions";

/** Text, and what of it is selected. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const AROUND: Partial<Record<TextAction, readonly [sign: string, instead: string]>> = {
  "template.bold": ["**", "bold"],
  "template.italic": ["*", "italic"],
  "template.code": ["`", "Key"],
};

const BEFORE: Partial<Record<TextAction, (n: number) => string>> = {
  "template.heading": () => "## ",
  "template.list": () => "- ",
  "template.numbered": (n) => `${n + 1}. `,
  "template.quote": () => "> ",
};

const MARK = /^(?:#{1,6} |[-*+] |\d+\. |> )/;

/** Do it to what is selected; doing it again takes it back. */
export function edited(selected: Selected, action: TextAction): Selected {
  const around = AROUND[action];
  if (around) return wrapped(selected, ...around);
  const before = BEFORE[action];
  if (before) return marked(selected, before);
  const { text, start, end } = selected;
  const words = text.slice(start, end) || "text";
  return replaced(selected, `[${words}](https://)`, words.length + 3, 8);
}

/** Put a link to a frame where the cursor is, around what is selected; `words` where nothing is. */
export function withFrame(
  selected: Selected,
  frame: { pts: number; release_id: string },
  words: string,
): Selected {
  const name = selected.text.slice(selected.start, selected.end) || words;
  const link = `[${name}](frame:${frame.pts}@${frame.release_id})`;
  return replaced(selected, link, 1, name.length);
}

function replaced(
  { text, start, end }: Selected,
  by: string,
  from: number,
  length: number,
): Selected {
  return {
    text: text.slice(0, start) + by + text.slice(end),
    start: start + from,
    end: start + from + length,
  };
}

function wrapped(selected: Selected, sign: string, instead: string): Selected {
  const { text, start, end } = selected;
  const n = sign.length;
  const within = text.slice(start, end);
  const run = Math.min(
    /\**$/.exec(text.slice(0, start))?.[0].length ?? 0,
    /^\**/.exec(text.slice(end))?.[0].length ?? 0,
  );
  // `**` is bold, `*` italic, `***` both.
  const isSet =
    sign === "`"
      ? text.slice(start - 1, start) === sign && text.slice(end, end + 1) === sign
      : sign === "**"
        ? run >= 2
        : run % 2 === 1;
  if (isSet)
    return {
      text: text.slice(0, start - n) + within + text.slice(end + n),
      start: start - n,
      end: end - n,
    };
  return replaced(selected, `${sign}${within || instead}${sign}`, n, (within || instead).length);
}

function marked({ text, start, end }: Selected, markOf: (n: number) => string): Selected {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", Math.max(start, end - 1));
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const all = lines.every((line, n) => line.startsWith(markOf(n)));
  const made = lines.map((line, n) => (all ? "" : markOf(n)) + line.replace(MARK, "")).join("\n");
  return {
    text: text.slice(0, from) + made + text.slice(to),
    start: lines.length > 1 ? from : Math.max(from, start + made.length - (to - from)),
    end: lines.length > 1 ? from + made.length : Math.max(from, end + made.length - (to - from)),
  };
}
