import type { Rule } from 'eslint';
import { concernsOf } from '../model/admin.ts';
import { enumeratedNames } from '../model/text.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

const MESSAGE_IDS = { 'to-many': 'toMany', joins: 'joins', 'only-joins': 'onlyJoins', cast: 'cast', contains: 'contains' } as const;

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'disallow searches of a growing table that have to read all of it', recommended: { tables: 'large' } },
    languages: LANGUAGES,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'any' }],
    messages: {
      ...sharedMessages,
      toMany: 'The search of {{table}} goes through {{names}}, of which a row can have many: each search joins all of them and removes duplicates, for the page and again for the count. {{advice}}',
      joins: 'The search of {{table}} also looks in {{names}}: an OR over several tables can use no index, so each search joins and reads all rows. {{advice}}',
      onlyJoins: 'The search of {{table}} looks in {{names}}: an OR over several tables can use no index, so each search joins and reads all rows. {{advice}}',
      cast: 'The search of {{table}} compares {{names}} as text, so that no index helps: every search reads the whole table, and again for its count. {{advice}}',
      contains: 'The search of {{table}} looks for each word anywhere in {{names}}: no plain index helps, so that every search reads the whole table, and again for its count. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, problem, names, table, advice } of concernsOf(model, 'search')) {
        // nearly every search looks anywhere in a column: worth a word only where the table is known to be large
        if (!wantsTable(table, problem === 'contains' ? { tables: 'large' } : option)) continue;
        report({ span, messageId: MESSAGE_IDS[problem], data: { names: enumeratedNames(names), table: describeTable(table), advice } });
      }
    });
  },
} satisfies Rule.RuleModule;
