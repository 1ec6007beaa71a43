import { basename } from 'node:path';
import { asModelName } from '../../model/many.ts';
import { literally } from '../../model/text.ts';
import { textAt } from '../../project/files.ts';
import type { Callers } from '../project/callers.ts';

/** A number that code of the project asks a list for, and where it does: "PaymentsPage.tsx:76". */
export interface AskedByCode {
  readonly number: number;
  readonly place: string;
}

/** Files that are looked at for what they ask for. */
const MOST_FILES = 200;

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/;

/** A line that is one of a comment. */
const COMMENT = /^\s*(?:\/?\*|\/\/|<!--)/;

/** Numbers that may be no page any more. */
const DIGITS = '[1-9]\\d{2,6}';

/** What stands around the name of what is asked for: `useOrders`, `fetchOrders`, `ordersApi`. */
const AROUND = /^(?:use|fetch|get|list|load|find|search|query|all)+(?=[A-Z])|(?<=[a-z])(?:Api|API|Service|Client|Query|Store)$/g;

/**
 * The largest number that code of the project asks for where a request names the number of a model's rows, as it stands in its text: `useOrders({ limit: 500 })`,
 * `api.get('/orders', { params: { limit: 500 } })`, `/orders?limit=500`.
 *
 * @param name how the request calls it
 */
export function mostAskedByCode(callers: Callers, name: string, model: string): AskedByCode | undefined {
  const key = String.raw`\b${literally(name)}`;
  const called = new RegExp(String.raw`([\w$.]+)(?:<[^<>()]*>)?\(\s*(?:['"${'`'}]([^'"${'`'}]*)['"${'`'}]\s*,\s*)?\{(?:[^(){}]|\{){0,300}?${key}['"]?\s*:\s*['"]?(${DIGITS})\b`, 'g');
  const addressed = new RegExp(String.raw`(\/[\w\-/]+)\?(?:[^'"${'`'}\s]{0,200}&)?${key}=(${DIGITS})\b`, 'g');
  const isIt = (word: string): boolean => asModelName(word.replaceAll(AROUND, '')) === asModelName(model);
  let most: AskedByCode | undefined;
  for (const path of callers.filesWith(name).filter((one) => CODE.test(one)).slice(0, MOST_FILES)) {
    const text = textAt(path) ?? '';
    const found = [
      ...[...text.matchAll(called)].filter(([, callee = '', address]) => (address === undefined ? callee.split('.').some(isIt) : isIt(lastOf(address)))).map((match) => ({ match, number: Number(match[3]) })),
      ...[...text.matchAll(addressed)].filter(([, address = '']) => isIt(lastOf(address))).map((match) => ({ match, number: Number(match[2]) })),
    ];
    for (const { match, number } of found) {
      const end = match.index + match[0].length;
      if (COMMENT.test(text.slice(text.lastIndexOf('\n', end - 1) + 1, end))) continue;
      if (number > (most?.number ?? 0)) most = { number, place: `${basename(path)}:${String(text.slice(0, end).split('\n').length)}` };
    }
  }
  return most;
}

/** `orders` of `/api/v1/orders?page=1`. */
function lastOf(address: string): string {
  return address.replace(/[?#].*$/, '').split('/').findLast((part) => part !== '') ?? '';
}
