/**
 * What people write in Markdown, as elements. No HTML is ever made of it: the text is parsed into tokens, and
 * each token becomes an element with text in it, so that tags in it are read as the text that they are. Links
 * go to http, https and mailto only; pictures from the net are told by their text, and not fetched.
 */
import { lexer, type Token, type Tokens } from "marked";
import { h } from "../core/dom";

/** A frame that a text points to: `[text](frame:PTS@RELEASE)`, without a release one of that which is open. */
export interface FrameKey {
  readonly pts: number;
  readonly release: string | null;
}

export interface MarkdownOptions {
  /** Makes the button of a link to a frame; without it such links are text. */
  frame?(key: FrameKey, text: string): HTMLElement;
}

/** Nested deeper than that a text is no longer read, but shown as it is. */
const DEEPEST = 24;

const FRAME = /^frame:(-?\d{1,15})(?:@([^\s()<>]{1,200}))?$/;

/** Read a link to a frame; `null` where it is none. */
export function readFrameLink(href: string): FrameKey | null {
  const found = FRAME.exec(href);
  if (!found) return null;
  let release = found[2] ?? null;
  try {
    release = release && decodeURIComponent(release);
  } catch {
    // Not encoded: it is meant as it stands.
  }
  return { pts: Number(found[1]), release };
}

/** A text in Markdown as one element; what cannot be parsed is shown as it was written. */
export function markdown(text: string, options: MarkdownOptions = {}): HTMLElement {
  const root = h("div", { class: "aw-markdown" });
  try {
    root.append(...blocks(lexer(text, { gfm: true }), options, 0));
  } catch (error) {
    // Nested without end, for example: the text is still there to be read.
    if (!(error instanceof Error)) throw error;
    root.replaceChildren(h("pre", {}, text));
  }
  return root;
}

function blocks(tokens: readonly Token[], options: MarkdownOptions, depth: number): Node[] {
  return tokens.flatMap((token) => block(token, options, depth) ?? []);
}

function block(token: Token, options: MarkdownOptions, depth: number): Node[] | Node | null {
  if (depth > DEEPEST) return h("p", {}, token.raw);
  const inner = (one: { tokens?: Token[] | undefined }) =>
    blocks(one.tokens ?? [], options, depth + 1);
  const line = (one: { tokens?: Token[] | undefined }) =>
    inline(one.tokens ?? [], options, depth + 1);
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading": {
      const { depth: level } = token as Tokens.Heading;
      // The page's own headings go before those of a text in it.
      const tags = ["h4", "h5", "h6"] as const;
      return h(
        tags[Math.min(2, level - 1)] ?? "h6",
        { "data-level": level },
        ...line(token as Tokens.Heading),
      );
    }
    case "paragraph":
      return h("p", {}, ...line(token as Tokens.Paragraph));
    case "code":
      return h("pre", {}, h("code", {}, (token as Tokens.Code).text));
    case "blockquote":
      return h("blockquote", {}, ...inner(token as Tokens.Blockquote));
    case "hr":
      return h("hr", {});
    case "list": {
      const { ordered, start, items } = token as Tokens.List;
      const rows = items.map((item) => h("li", {}, ...inner(item)));
      return ordered
        ? h("ol", { start: start === 1 || start === "" ? null : start }, ...rows)
        : h("ul", {}, ...rows);
    }
    case "table":
      return table(token as Tokens.Table, line);
    case "checkbox":
    case "text": {
      const { tokens } = token as Tokens.Text;
      return tokens ? inline(tokens, options, depth + 1) : inline([token], options, depth);
    }
    default:
      // HTML among it: to be read.
      return inline([token], options, depth);
  }
}

function table(
  { header, rows, align }: Tokens.Table,
  line: (cell: Tokens.TableCell) => Node[],
): HTMLElement {
  const row = (tag: "th" | "td", cells: readonly Tokens.TableCell[]) =>
    h(
      "tr",
      {},
      ...cells.map((cell, at) =>
        h(tag, { style: align[at] ? `text-align:${align[at]}` : null }, ...line(cell)),
      ),
    );
  return h(
    "table",
    {},
    h("thead", {}, row("th", header)),
    h("tbody", {}, ...rows.map((cells) => row("td", cells))),
  );
}

function inline(tokens: readonly Token[], options: MarkdownOptions, depth: number): Node[] {
  return tokens.flatMap((token): Node | Node[] => {
    if (depth > DEEPEST) return document.createTextNode(token.raw);
    const inner = () => inline((token as Tokens.Strong).tokens ?? [], options, depth + 1);
    switch (token.type) {
      case "strong":
        return h("strong", {}, ...inner());
      case "em":
        return h("em", {}, ...inner());
      case "del":
        return h("del", {}, ...inner());
      case "br":
        return h("br", {});
      case "codespan":
        return h("code", {}, (token as Tokens.Codespan).text);
      case "checkbox":
        return h("input", {
          type: "checkbox",
          disabled: true,
          checked: (token as Tokens.Checkbox).checked,
        });
      case "link":
        return link(token as Tokens.Link, inner(), options);
      case "image": {
        const { text, href } = token as Tokens.Image;
        return h("span", { class: "aw-no-picture", title: href }, text || "picture");
      }
      case "escape":
      case "text":
        return document.createTextNode(decoded((token as Tokens.Text).text));
      default:
        return document.createTextNode(token.raw);
    }
  });
}

function link({ href, text }: Tokens.Link, inside: Node[], options: MarkdownOptions): Node {
  const key = readFrameLink(href);
  if (key) return options.frame?.(key, text) ?? h("span", {}, ...inside);
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return h("span", { title: href }, ...inside);
  return h(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href },
    ...inside,
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
  nbsp: "\u00a0",
};

/** The few entities that people write by hand; others stay as they are. */
function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos|#39|nbsp);/g, (all, name) => ENTITIES[name] ?? all);
}
