/** As the kernel tells encodings: a byte order mark decides, then UTF-8, then Shift-JIS. */
const TRIED: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
  [[], "utf-8"],
  [[], "shift_jis"],
];

/** A file is no text in any encoding that is told apart; the message says what to do. */
export class UnreadableText extends Error {}

/**
 * The text of a file that a person chose, whose encoding nobody tells.
 *
 * A file that is read as UTF-8 without asking loses what is not, and nobody sees where. Throws
 * {@link UnreadableText}.
 */
export function decoded(bytes: ArrayBuffer, name: string): string {
  const first = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  for (const [mark, encoding] of TRIED) {
    if (!mark.every((byte, n) => first[n] === byte)) continue;
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      if (mark.length) break;
    }
  }
  throw new UnreadableText(
    `“${name}” is neither UTF-8 nor UTF-16 nor Japanese Shift-JIS: save it as UTF-8 and try again.`,
  );
}
