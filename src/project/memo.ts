/**
 * `compute` that runs once for each key and keeps its answer for as long as the key lives: a node, a loop, a module.
 *
 * @param compute may take more than the key, if that is always the same for a key (a loop's module)
 */
export function oncePer<K extends WeakKey, Rest extends readonly unknown[], T>(compute: (key: K, ...rest: Rest) => T): (key: K, ...rest: Rest) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (key, ...rest) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = compute(key, ...rest);
    known.set(key, { value });
    return value;
  };
}

/** The first of the sorted numbers that is `least` or more, by bisection. */
export function firstFrom(sorted: readonly number[], least: number): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
