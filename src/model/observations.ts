import type { Observation } from './circumstance.ts';

/** Collects observations, so that each stands in one line where it is made. `N` is the language's node. */
export class Observations<N> {
  readonly list: Observation[] = [];
  readonly #lineOf: (node: N) => number;

  constructor(lineOf: (node: N) => number) {
    this.#lineOf = lineOf;
  }

  /** Notes `what` where something was seen, with its line: a node, a line, or only that it is so. */
  note(what: Observation['what'], seen: N | number | boolean | undefined): void {
    if (seen === undefined || seen === false) return;
    if (seen === true) this.list.push({ what });
    else this.list.push({ what, line: typeof seen === 'number' ? seen : this.#lineOf(seen) });
  }
}
