/** By how many lines a key of a list moves; `undefined` for other keys. The ends are further than any list is long. */
export function stepsBy(key: string, page: number): number | undefined {
  switch (key) {
    case "ArrowUp":
      return -1;
    case "ArrowDown":
      return 1;
    case "PageUp":
      return -page;
    case "PageDown":
      return page;
    case "Home":
      return -1e9;
    case "End":
      return 1e9;
    default:
      return undefined;
  }
}
