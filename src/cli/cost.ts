import { type ListPage, sendsOf } from '../model/admin.ts';
import type { FileFacts } from '../model/file-model.ts';
import { queriesFor } from '../model/row-scope.ts';

/** The list page of one admin resource, in queries, or in the requests of a page that a browser makes. */
export interface PageCost {
  /** Absolute path of the file that configures the resource. */
  readonly file: string;
  readonly name: string;
  readonly pageSize: number;
  /** What `now` and `remedied` are numbers of. */
  readonly sends: 'queries' | 'requests';
  readonly now: number;
  readonly remedied: number;
}

/** What was understood of a file. */
interface Seen {
  readonly resources: number;
  readonly queries: number;
  /** Names of the models that these concern. */
  readonly models: readonly string[];
  /** What looks like a query and isn't known for one. */
  readonly unresolved: readonly UnresolvedPlace[];
}

/** Where a call stands whose object nothing is known of. */
export interface UnresolvedPlace {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  /** The code up to the method: `this.orders.findMany`. */
  readonly callee: string;
}

interface Readings {
  readonly seen: Seen;
  readonly first: readonly PageCost[];
  readonly last: readonly PageCost[];
}

/**
 * What the pages of a run cost, by file. Where ESLint reads a file several times, to fix it, the first reading is of the file as
 * it was and the last one as it is left.
 */
export class CostBook {
  readonly #files = new Map<string, Readings>();

  /** True where the file could be parsed. */
  has(file: string): boolean {
    return this.#files.has(file);
  }

  /**
   * Notes what was read of a file.
   *
   * @param lineAt the line of an offset in the file's text
   */
  note({ resources, calls, unresolved }: FileFacts, file: string, lineAt: (offset: number) => number): void {
    // no promise is made of what wasn't read to the end
    const pages = resources.flatMap(({ name, list }) => (list === undefined || list.unread === true ? [] : [pageCost(file, name, list)]));
    const models = [...resources, ...calls].flatMap(({ model }) => model ?? []);
    const seen = { resources: resources.length, queries: calls.length, models: [...new Set(models)], unresolved: unresolved.map(({ span, callee }) => ({ file, line: lineAt(span[0]), callee })) };
    this.#files.set(file, { first: this.#files.get(file)?.first ?? pages, last: pages, seen });
  }

  /** What was understood of all files together. */
  get seen(): Omit<Seen, 'models'> & { readonly models: number } {
    const all = [...this.#files.values()].map(({ seen }) => seen);
    const sum = (count: (seen: Seen) => number): number => all.reduce((total, seen) => total + count(seen), 0);
    return { resources: sum(({ resources }) => resources), queries: sum(({ queries }) => queries), models: new Set(all.flatMap(({ models }) => models)).size, unresolved: all.flatMap(({ unresolved }) => unresolved) };
  }

  /** The pages that a file configures, as they are left. */
  pagesOf(file: string): readonly PageCost[] {
    return this.#files.get(file)?.last ?? [];
  }

  /**
   * The pages of `files` that get cheaper, the largest saving first, else in the order of `files`.
   *
   * @param fixed whether fixes were written: `remedied` is then what is left after them, not what is possible
   */
  savings(files: readonly string[], fixed: boolean): PageCost[] {
    const pages = files.flatMap((file) => {
      const { first, last } = this.#files.get(file) ?? { first: [], last: [] };
      return fixed ? first.map((page) => ({ ...page, remedied: last.find(({ name }) => name === page.name)?.now ?? page.now })) : first;
    });
    const saving = ({ now, remedied }: PageCost): number => now - remedied;
    return pages.filter((page) => saving(page) > 0).sort((a, b) => saving(b) - saving(a));
  }
}

/** What the list of a resource costs. */
export function pageCost(file: string, name: string, list: ListPage): PageCost {
  const { pageSize, cost } = list;
  return { file, name, pageSize, sends: sendsOf(list), now: queriesFor(cost.now, pageSize), remedied: queriesFor(cost.remedied, pageSize) };
}
