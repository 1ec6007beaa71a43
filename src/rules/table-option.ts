import type { TableSize } from '../model/data-model.ts';

/** Schema of the option that the rules about other tables share. */
export const tablesSchema = [
  {
    type: 'object',
    properties: {
      tables: {
        description: "Which tables to report: `any`, or only `growing` ones, for which the project itself gives evidence (settings, `raw_id_fields` elsewhere, users, …), each of whose rows costs a query more here, or which are read once per row, or only `large` ones, of which the settings say that they have 100,000 rows or more.",
        enum: ['any', 'growing', 'large'],
      },
    },
    additionalProperties: false,
  },
] as const;

export interface TableOption {
  readonly tables?: 'any' | 'growing' | 'large';
}

/** Rows from which a count, a sort or a search of the whole table is felt: 14 to 40 ms each on PostgreSQL 15. */
export const LARGE = 100_000;

/**
 * True where a report about `table` is wanted.
 *
 * @param perOption each of its rows costs a query more, so that the list needn't be long to be felt
 * @param perRow it is read once for each row of something else, however short it is
 */
export function wantsTable(table: TableSize, { tables = 'any' }: TableOption, perOption = false, perRow = false): boolean {
  if (tables === 'any' || perRow) return table.growth !== 'small';
  if (tables === 'large') return (table.rows ?? 0) >= LARGE;
  return table.growth === 'growing' || (perOption && table.growth === 'unknown');
}

/** The table and what is known of it, for a message: "`Customer` (120,000 rows)", "`User` (one row per user of the program)". */
export function describeTable({ model, rows, growth, because }: TableSize): string {
  // what isn't one table stands in words
  if (model.includes(' ')) return model;
  if (rows !== undefined) return `\`${model}\` (${rows.toLocaleString('en-US')} rows)`;
  // why there are few is a reason to say less, and `explain` has it
  return because === undefined || growth !== 'growing' ? `\`${model}\`` : `\`${model}\` (${because})`;
}
