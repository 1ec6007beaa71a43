import './browser/process.ts';
import { type Answer, lint, type Request } from './lint.ts';

/** As much of a worker's global scope as is used here. */
interface Scope {
  addEventListener(type: 'message', listen: (event: { readonly data: Request }) => void): void;
  postMessage(answer: Answer): void;
}

const scope = globalThis as unknown as Scope;

scope.addEventListener('message', ({ data }) => {
  scope.postMessage(lint(data));
});
