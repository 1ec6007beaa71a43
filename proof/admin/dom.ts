// A page without a browser, for the frameworks that run in one. jsdom has no types of its own.
const { JSDOM } = await import('jsdom' as string);

const { window } = new JSDOM('<!doctype html><html><body></body></html>', { url: 'http://localhost/', pretendToBeVisual: true });
class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
const absent = { matchMedia: (media: string) => ({ matches: media.includes('min-width'), media, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} }), ResizeObserver: Observer, IntersectionObserver: Observer, scrollTo() {} };
Object.assign(window, absent);
// what Node has as well, such as `fetch`, stays that of Node, but for events, of which jsdom only takes its own
const ofBrowser = /^(?:window|document|navigator|history|location|localStorage|sessionStorage|getComputedStyle|Event|EventTarget|CustomEvent|MutationObserver)$/;
for (const name of [...Object.getOwnPropertyNames(window), ...Object.keys(absent)]) {
  if (name in globalThis && !ofBrowser.test(name) && !(name in absent)) continue;
  Object.defineProperty(globalThis, name, { value: name === 'window' ? window : (window as unknown as Record<string, unknown>)[name], configurable: true, writable: true });
}
// libraries tell of what they will change, and of keys
console.warn = () => {};
console.error = () => {};

/** What a page asked for, the rows that it was given, and what it shows in the end. */
export interface Seen {
  readonly asked: number;
  readonly rows: number;
  readonly shown: readonly string[];
}

/** Counts requests and the rows that came back. */
export class Tally {
  asked = 0;
  rows = 0;

  take(data: unknown): void {
    this.rows += Array.isArray(data) ? data.length : 1;
  }
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Waits until nothing has been asked for, and nothing has changed on the page, for a while. */
export async function quiet(tally: Tally): Promise<void> {
  for (let still = 0, before = ''; still < 4; await sleep(100)) {
    const now = `${tally.asked} ${document.body.innerHTML.length}`;
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** Takes all rows where the page lets them be selected, and does what its button says; what was asked for until then isn't counted. */
export async function pressAct(element: HTMLElement, tally: Tally): Promise<void> {
  element.querySelector<HTMLElement>('thead input[type=checkbox]')?.click();
  await quiet(tally);
  const button = element.querySelector<HTMLElement>('.act, [aria-label=Export]');
  if (button === null) return;
  tally.asked = tally.rows = 0;
  button.click();
  await quiet(tally);
}

/** What the rows of a page say, without the styles that stand among them. */
export function rowsIn(element: HTMLElement): string[] {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const style of copy.querySelectorAll('style')) style.remove();
  return [...copy.querySelectorAll('tbody tr, ul > li:not(nav li)')].map(({ textContent }) => textContent ?? '');
}

/** What stands in the fields of a form, as a user reads it. */
export function choicesIn(element: HTMLElement): string[] {
  return [...element.querySelectorAll<HTMLInputElement>('[role=combobox]')].map(({ value, textContent }) => value || (textContent ?? ''));
}

/** A server behind `fetch`, which knows `?ids=`, pages, and one row by its id. */
export function serve(tally: Tally, data: Readonly<Record<string, readonly { readonly id: number }[]>>): void {
  globalThis.fetch = async (input) => {
    tally.asked += 1;
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : String(input));
    const [, , resource = '', id] = pathname.split('/');
    const all = data[resource] ?? [];
    const ids = searchParams.get('ids')?.split(',').map(Number);
    const found = id === undefined ? all.filter((row) => ids?.includes(row.id) ?? true).slice(0, Number(searchParams.get('perPage') ?? Infinity)) : all[Number(id) - 1];
    tally.take(found);
    return new Response(JSON.stringify(Array.isArray(found) ? { rows: found, total: all.length } : found));
  };
}
