import { describe, expect, it } from "vitest";
import { h } from "../core/dom";
import { markdown, readFrameLink } from "./markdown";

const html = (text: string) => markdown(text).innerHTML;

describe("guidelines in Markdown", () => {
  it("have headings, lists, tables, emphasis and code", () => {
    expect(html("# Cuts\n\nMark the **first** frame of the *new* shot, `C`.")).toBe(
      '<h4 data-level="1">Cuts</h4><p>Mark the <strong>first</strong> frame of the <em>new</em> shot, <code>C</code>.</p>',
    );
    expect(html("1. one\n2. two")).toBe("<ol><li>one</li><li>two</li></ol>");
    expect(html("- [x] seen\n- [ ] not")).toMatch(/<ul><li>.*checkbox.*seen.*<\/li>/s);
    expect(html("| a | b |\n|---|--:|\n| 1 | 2 |")).toMatch(
      /<td[^>]*>1<\/td><td style="text-align: ?right;?">2<\/td>/,
    );
  });

  it("are in any script", () => {
    expect(markdown("## 原画\n\n**中割り**は含まない。\n\nمرحبا").textContent).toBe(
      "原画中割りは含まない。مرحبا",
    );
  });

  it("show entities and escapes as the signs they stand for", () => {
    expect(markdown("a &lt; b &amp; c \\*d\\*").textContent).toBe("a < b & c *d*");
  });
});

describe("what somebody may write to do harm", () => {
  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "hello <b onclick=alert(1)>you</b>",
    "<iframe src='https://example.org'></iframe>",
    "<svg><script>alert(1)</script></svg>",
  ])("%s is text", (text) => {
    const made = markdown(text);
    expect(made.querySelector("script, img, iframe, svg, b")).toBeNull();
    expect(made.textContent?.trim()).toBe(text);
  });

  it.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//example.org)",
    "[x](file:///etc/passwd)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
  ])("%s is no link", (text) => {
    expect(markdown(text).querySelector("a")).toBeNull();
  });

  it("links go to pages and mail, in another tab that knows nothing of this one", () => {
    const link = markdown("[a](https://example.org/?a=1&b=2)").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.org/?a=1&b=2");
    expect(link?.rel).toContain("noopener");
    expect(markdown("[a](mailto:ann@example.org)").querySelector("a")).not.toBeNull();
  });

  it("no picture is fetched from the net", () => {
    const made = markdown("![a frame](https://example.org/a.png)");
    expect(made.querySelector("img")).toBeNull();
    expect(made.textContent).toBe("a frame");
  });

  it("nesting without end is shown as text, soon", () => {
    const text = `${">".repeat(20_000)} deep`;
    const before = performance.now();
    expect(markdown(text).textContent).toContain("deep");
    expect(performance.now() - before).toBeLessThan(5000);
    expect(markdown(`${"*a **b ".repeat(3000)}`).textContent).toContain("a");
  });
});

describe("links to frames", () => {
  it("are read as keys", () => {
    expect(readFrameLink("frame:912912@bd-01")).toEqual({ pts: 912912, release: "bd-01" });
    expect(readFrameLink("frame:-5")).toEqual({ pts: -5, release: null });
    for (const text of ["frame:", "frame:a", "frame:1@", "frame:1@a b", "https://a", "xframe:1"])
      expect(readFrameLink(text)).toBeNull();
  });

  it("are made by whoever can go there, and else are text", () => {
    const seen: unknown[] = [];
    const made = markdown("As [here](frame:512@r1), not [there](frame:9).", {
      frame: (key, text) => {
        seen.push(key);
        return h("button", {}, text);
      },
    });
    expect(seen).toEqual([
      { pts: 512, release: "r1" },
      { pts: 9, release: null },
    ]);
    expect(made.querySelectorAll("button")).toHaveLength(2);
    expect(markdown("As [here](frame:512).").innerHTML).toBe("<p>As <span>here</span>.</p>");
  });
});
