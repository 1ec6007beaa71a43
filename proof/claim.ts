// What claims.ts of a library asks its database with.

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

/** The keys of all rows, asked for page by page: by an offset, and from behind the last row of the page before. */
export async function pagesOf(byOffset: (offset: number) => PromiseLike<readonly { id: number }[]>, behind: (last: number) => PromiseLike<readonly { id: number }[]>): Promise<[number[], number[]]> {
  const pages: [number[], number[]] = [[], []];
  for (let offset = 0; ; offset = pages[0].length) {
    const page = await byOffset(offset);
    if (page.length === 0) break;
    pages[0].push(...page.map(({ id }) => id));
  }
  for (let last = 0; ; last = pages[1].at(-1)!) {
    const page = await behind(last);
    if (page.length === 0) return pages;
    pages[1].push(...page.map(({ id }) => id));
  }
}
