/** Keys as they are shown: arrows as arrows. */
export function showKey(key: string): string {
  const signs: Record<string, string> = {
    Left: "←",
    Right: "→",
    Up: "↑",
    Down: "↓",
    Escape: "Esc",
    PageUp: "PgUp",
    PageDown: "PgDn",
    Backspace: "⌫",
    Delete: "Del",
    Insert: "Ins",
    Enter: "↵",
    NumEnter: "Num ↵",
    NumAdd: "Num +",
    NumSubtract: "Num −",
    NumMultiply: "Num ×",
    NumDivide: "Num ÷",
    NumDecimal: "Num .",
    "-": "−",
  };
  return key
    .split("+")
    .map((part) => signs[part] ?? (part.replace(/^Num(\d)$/, "Num $1") || "+"))
    .filter((part, i, all) => !(part === "+" && i > 0 && all[i - 1] === "+"))
    .join(" ");
}

/** A key as `aria-keyshortcuts` wants it: the names of keyboard events. */
export function ariaKey(key: string): string {
  return key
    .replace("Ctrl+", "Control+")
    .replace(/\b(Left|Right|Up|Down)$/, "Arrow$1")
    .replace(/\bNum(\d)$/, "$1")
    .replace(/\bNumEnter$/, "Enter")
    .replace(/\+\+$/, "+Plus")
    .replace(/^\+$/, "Plus");
}
