import type { Rule } from 'eslint';
import { concernsOf, type Filter, type ListPage } from '../../model/admin.ts';
import type { TableSize } from '../../model/data-model.ts';
import type { FileFacts } from '../../model/file-model.ts';
import type { UsedAs } from '../../model/result-use.ts';
import type { Span } from '../../model/text.ts';
import { judgeUse } from '../../model/verdict.ts';

/** A place in a file, counted from 1. */
export interface FileLine {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
}

/** The list of one admin resource, with what its cost is made of. */
export interface PageFacts extends FileLine {
  readonly name: string;
  readonly model: string | undefined;
  readonly list: ListPage;
}

/** Code that asks for every row of a table. */
export interface WholeLoad extends FileLine {
  readonly model: string;
  /** What loads it, in words: "input `customer` on the change form". */
  readonly by: string;
}

/** What the filters' problems mean for the table that is read; what isn't named reads some of it. */
const FILTER_LOADS: Readonly<Partial<Record<Filter['problem'], string>>> = {
  query: 'at every request of the list, unless its own query narrows it',
  'related-table': 'at every request of the list',
  distinct: 'at every request of the list, for the values of a column',
  embedded: 'when the process starts, into every page',
};

/** What is said of a query without a condition by the use of its answer; what isn't named leaves the rows in the database. */
const USES: Readonly<Partial<Record<UsedAs, string>>> = {
  length: 'to count its rows',
  emptiness: 'to see whether there are any',
  sought: 'to see whether one is among them',
  first: 'to use the first row',
  filtered: 'to drop rows in code',
  iterated: 'to walk it once',
  unlimited: 'without a limit',
};

/** What a run has read of pages and tables, beside what costs the summary prints. */
export class ReportBook {
  readonly #pages = new Map<string, readonly PageFacts[]>();
  readonly #loads = new Map<string, readonly WholeLoad[]>();
  readonly #tables = new Map<string, TableSize>();

  /** Notes what was read of a file. */
  note(facts: FileFacts, { filename, sourceCode }: Rule.RuleContext): void {
    const placed = ([start]: Span): FileLine => ({ file: filename, line: sourceCode.getLocFromIndex(start).line });
    this.#pages.set(filename, facts.resources.flatMap(({ name, model, span, list }) => (list === undefined ? [] : [{ name, model, list, ...placed(span) }])));
    this.#loads.set(filename, wholeLoads(facts, placed));
    for (const table of tablesOf(facts)) this.#noteTable(table);
  }

  get pages(): PageFacts[] {
    return [...this.#pages.values()].flat();
  }

  get loads(): WholeLoad[] {
    return [...this.#loads.values()].flat();
  }

  /** By name; of what several files say of one, that which tells most. */
  get tables(): TableSize[] {
    return [...this.#tables.values()];
  }

  #noteTable(table: TableSize): void {
    const known = this.#tables.get(table.model);
    if (known === undefined || told(table) > told(known)) this.#tables.set(table.model, table);
  }
}

/** How much is known of a table: its rows, its growth with a reason, its growth. */
function told({ rows, growth, because }: TableSize): number {
  return (rows === undefined ? 0 : 4) + (because === undefined ? 0 : 2) + (growth === 'unknown' ? 0 : 1);
}

function tablesOf({ resources, inputs, filters, concerns, calls, relationReads }: FileFacts): TableSize[] {
  const listed = [...resources.flatMap(({ list }) => list?.concerns ?? []), ...concerns];
  const tables = [
    ...inputs.map(({ target }) => target),
    ...filters.map(({ table }) => table),
    ...listed.map(({ table }) => table),
    ...[...calls, ...relationReads].map(({ evidence }) => evidence.scope?.table),
    ...calls.map(({ use }) => use?.rows.table),
  ];
  return tables.filter((table) => table !== undefined);
}

function wholeLoads(facts: FileFacts, placed: (span: Span) => FileLine): WholeLoad[] {
  const { inputs, filters, calls } = facts;
  return [
    ...inputs.filter(({ chosen, upTo }) => chosen !== true && upTo === undefined).map(({ span, field, target, where }) => ({ model: target.model, by: `input \`${field}\` ${where}`, ...placed(span) })),
    ...filters.flatMap(({ span, name, table, problem }) => {
      const when = FILTER_LOADS[problem];
      return table === undefined || when === undefined ? [] : [{ model: table.model, by: `filter \`${name}\` ${when}`, ...placed(span) }];
    }),
    ...concernsOf(facts, 'in-memory').map(({ span, table }) => ({ model: table.model, by: 'the list, to sort or filter it in memory', ...placed(span) })),
    ...calls.flatMap(({ span, callee, model, use }) => {
      const why = use?.isWhole === true && judgeUse(use).report ? USES[use.usedAs] : undefined;
      return model === undefined || why === undefined ? [] : [{ model, by: `\`${callee}\` ${why}`, ...placed(span) }];
    }),
  ];
}
