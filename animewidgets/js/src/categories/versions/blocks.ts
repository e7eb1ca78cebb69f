/** Where the lines of a difference stand below each other: each as many rows high as its longer side. */
export interface Block {
  /** The row at which it begins. */
  readonly at: number;
  readonly rows: number;
}

/** One block for each line, and how many rows there are in all. */
export function stack(heights: readonly number[]): { blocks: Block[]; rows: number } {
  let at = 0;
  const blocks = heights.map((rows) => {
    const block = { at, rows };
    at += rows;
    return block;
  });
  return { blocks, rows: at };
}

/** The blocks, from one up to another, of which anything lies within rows `[first, last)`. */
export function within(
  blocks: readonly Block[],
  first: number,
  last: number,
): [from: number, until: number] {
  const from = search(blocks, ({ at, rows }) => at + rows > first);
  const until = search(blocks, ({ at }) => at >= last);
  return [from, Math.max(from, until)];
}

/** The first block of which something holds that holds of all after it. */
function search(blocks: readonly Block[], holds: (block: Block) => boolean): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(blocks[middle] as Block)) high = middle;
    else low = middle + 1;
  }
  return low;
}
