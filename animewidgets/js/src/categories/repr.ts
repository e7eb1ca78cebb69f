/** A text as Python's `repr` writes it: refusals read alike, whoever says them. */
export function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = [...text].map((sign) => {
    if (sign === quote || sign === "\\") return `\\${sign}`;
    const short = SHORT[sign];
    if (short !== undefined) return short;
    return sign !== " " && UNSEEN.test(sign) ? escaped(sign.codePointAt(0) ?? 0) : sign;
  });
  return quote + inner.join("") + quote;
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const UNSEEN = /[\p{C}\p{Z}]/u;

function escaped(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
