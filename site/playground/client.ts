import type { Answer, Request } from './lint.ts';

type Listener = (answer: Answer | { readonly crash: string }) => void;

/** The linter in its worker. Of requests that come while it is busy, the last one is answered alone. */
export class LintClient {
  readonly #worker: Worker;
  readonly #listener: Listener;
  #running = false;
  #next: Request | undefined;

  /** @param url of the worker's script */
  constructor(url: string, listener: Listener) {
    this.#worker = new Worker(url, { type: 'module' });
    this.#listener = listener;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => { this.#finish(data); });
    this.#worker.addEventListener('error', ({ message }) => { this.#finish({ crash: message }); });
  }

  ask(request: Request): void {
    if (this.#running) this.#next = request;
    else this.#send(request);
  }

  close(): void {
    this.#worker.terminate();
  }

  #send(request: Request): void {
    this.#running = true;
    this.#worker.postMessage(request);
  }

  #finish(answer: Answer | { readonly crash: string }): void {
    this.#running = false;
    const next = this.#next;
    this.#next = undefined;
    // what has been asked in the meantime makes this answer an old one
    if (next === undefined) this.#listener(answer);
    else this.#send(next);
  }
}
