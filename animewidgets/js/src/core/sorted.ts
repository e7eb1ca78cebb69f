/** Looking things up in lists that ascend by a key. */

/** Position of the first item, in ascending order of a key, whose key is at least `wanted`. */
export function lowerBound<T>(
  items: readonly T[],
  wanted: number,
  key: (item: T) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle] as T) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The items of an ascending list whose key lies in [from, to]. */
export function within<T>(
  items: readonly T[],
  from: number,
  to: number,
  key: (item: T) => number,
): readonly T[] {
  return items.slice(lowerBound(items, from, key), lowerBound(items, to + 1, key));
}
