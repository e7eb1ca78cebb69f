import { describe, expect, it } from "vitest";
import { decoded } from "./text_files";

const bytes = (...values: number[]) => new Uint8Array(values).buffer;

describe("the text of a file that a person chose", () => {
  it("is UTF-8, with or without a mark", () => {
    const text = new TextEncoder().encode("手のかたち\n");
    expect(decoded(text.buffer as ArrayBuffer, "a.txt")).toBe("手のかたち\n");
    expect(decoded(bytes(0xef, 0xbb, 0xbf, ...text), "a.txt")).toBe("手のかたち\n");
  });

  it("is UTF-16 where a mark says so, and else Shift-JIS where it fits", () => {
    expect(decoded(bytes(0xff, 0xfe, 0x4b, 0x62), "a.txt")).toBe("手");
    expect(decoded(bytes(0xfe, 0xff, 0x62, 0x4b), "a.txt")).toBe("手");
    expect(decoded(bytes(0x8e, 0xe8), "a.txt")).toBe("手");
  });

  it("is refused in words where nothing fits", () => {
    expect(() => decoded(bytes(0xff, 0xff, 0xff), "latin.txt")).toThrow(
      "“latin.txt” is neither UTF-8",
    );
    expect(decoded(bytes(), "empty.txt")).toBe("");
  });
});
