// What claims.ts of a library asks its database with.
import { isDeepStrictEqual } from 'node:util';

interface Counted {
  statements(): number | Promise<number>;
  readonly told: number;
}

/** Keys of rows that are there. */
export const ids = Array.from({ length: 60 }, (_, index) => index + 1);

/** Statements that something sends, and hooks of writes that it calls. */
export async function costOf(database: Counted, todo: () => unknown): Promise<{ statements: number; told: number }> {
  const [statements, told] = [await database.statements(), database.told];
  await todo();
  return { statements: (await database.statements()) - statements, told: database.told - told };
}

/** True where something fails. */
export async function fails(todo: () => unknown): Promise<boolean> {
  return Promise.resolve().then(todo).then(() => false, () => true);
}

/** A page of rows, of which only the keys are looked at. */
type Page = PromiseLike<readonly { readonly id: unknown }[]>;

/** True where pages by an offset, and those from behind the last row of the page before, have the same rows in the same order. */
export async function samePages(byOffset: (offset: number) => Page, behind: (last: number) => Page): Promise<boolean> {
  const all = async (next: (seen: readonly unknown[]) => Page): Promise<unknown[]> => {
    const seen: unknown[] = [];
    for (let page = await next(seen); page.length > 0; page = await next(seen)) seen.push(...page.map(({ id }) => id));
    return seen;
  };
  return isDeepStrictEqual(await all((seen) => byOffset(seen.length)), await all((seen) => behind((seen.at(-1) ?? 0) as number)));
}
