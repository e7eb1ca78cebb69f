/** Looking things up in lists that ascend by a key. */

/** Position of the first item, in ascending order of a key, whose key is at least `wanted`. */
export function lowerBound<T>(
  items: ArrayLike<T>,
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

/** Position of the first number of an ascending list that is at least `wanted`. */
export const placeIn = (sorted: ArrayLike<number>, wanted: number): number =>
  lowerBound(sorted, wanted, Number);

/** Position of the number of an ascending list that lies nearest to a value; -1 in an empty one. */
export function nearestIn(sorted: ArrayLike<number>, value: number): number {
  const at = placeIn(sorted, value);
  if (at === sorted.length) return at - 1;
  if (at === 0) return 0;
  return (sorted[at] as number) - value < value - (sorted[at - 1] as number) ? at : at - 1;
}
