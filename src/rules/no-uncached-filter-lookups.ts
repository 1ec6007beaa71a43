import type { Rule } from 'eslint';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, LARGE, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

const MESSAGE_IDS = { query: 'query', 'related-table': 'relatedTable', distinct: 'distinct', 'empty-never-cached': 'emptyNeverCached', embedded: 'embedded' } as const;

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow filter options that a query computes at every request', recommended: { tables: 'growing' } },
    languages: LANGUAGES,
    fixable: 'code',
    hasSuggestions: true,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'any' }],
    messages: {
      ...sharedMessages,
      query: 'The options of filter `{{name}}` are queried{{table}} at every request of the list, neither cached nor bounded. {{advice}}',
      relatedTable: 'The filter `{{name}}` loads every row{{table}} at every request of the list. {{advice}}',
      distinct: 'The filter `{{name}}` runs SELECT DISTINCT over the whole column{{table}} at every request of the list. {{advice}}',
      embedded: 'The filter `{{name}}` holds every row{{table}}: read when the process starts, stale until the next start, and put into every page. {{advice}}',
      emptyNeverCached: 'The cache of filter `{{name}}` is tested by truth value: an empty result is never cached, so the query runs at every request. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, name, problem, table, perOption, lighter, advice, remedies } of model.filters) {
        if (option.tables === 'growing' && (lighter !== undefined || (problem === 'distinct' && (table?.rows ?? LARGE) < LARGE))) continue;
        if (table !== undefined && !wantsTable(table, problem === 'empty-never-cached' ? {} : option, perOption)) continue;
        const data = { name, table: table === undefined ? '' : ` ${problem === 'query' ? 'from' : 'of'} ${describeTable(table)}`, advice };
        report({ span, messageId: MESSAGE_IDS[problem], data, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
