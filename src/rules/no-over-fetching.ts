import type { Rule } from 'eslint';
import { concernsOf } from '../model/admin.ts';
import { enumerated } from '../model/text.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'disallow loading large columns for a list that does not show them', recommended: { tables: 'large' } },
    languages: LANGUAGES,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'growing' }],
    messages: {
      ...sharedMessages,
      columns: 'Each row of the list of {{table}} is loaded with {{names}}, which no column shows. {{advice}}',
    },
  },
  create(context) {
    const { tables = 'growing' } = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, names, table, advice } of concernsOf(model.resources, 'columns')) {
        if (!wantsTable(table, { tables })) continue;
        report({ span, messageId: 'columns', data: { names: enumerated(names.map((name) => `\`${name}\``)), table: describeTable(table), advice } });
      }
    });
  },
} satisfies Rule.RuleModule;
