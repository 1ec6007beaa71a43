import type { Output } from './terminal.ts';

/** Short runs show nothing. In milliseconds. */
const QUIET_TIME = 700;
const REDRAW_TIME = 100;

const ERASE_LINE = '\r\u001B[K';

/** A line on the terminal that counts the files done. Silent where stderr is no terminal. */
export class Progress {
  readonly #output: Output;
  readonly #total: number;
  readonly #clock: () => number;
  #next: number;
  #shown = false;

  constructor(output: Output, total: number, clock: () => number = Date.now) {
    this.#output = output;
    this.#total = total;
    this.#clock = clock;
    this.#next = clock() + QUIET_TIME;
  }

  update(done: number): void {
    const now = this.#clock();
    if (this.#output.isTTY !== true || now < this.#next) return;
    this.#next = now + REDRAW_TIME;
    this.#shown = true;
    const percent = Math.floor((100 * done) / Math.max(this.#total, 1));
    this.#output.write(`${ERASE_LINE}Checking: ${String(done)} of ${String(this.#total)} files (${String(percent)} %)`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#output.write(ERASE_LINE);
    this.#shown = false;
  }
}
