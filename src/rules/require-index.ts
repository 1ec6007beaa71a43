import type { Rule } from 'eslint';
import { concernsOf } from '../model/admin.ts';
import { enumeratedNames } from '../model/text.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

const MESSAGE_IDS = { order: 'order', hierarchy: 'hierarchy', filter: 'filter' } as const;

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'require an index for the column that a list is sorted, divided or filtered by', recommended: { tables: 'large' } },
    languages: LANGUAGES,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'any' }],
    messages: {
      ...sharedMessages,
      order: 'The list of {{table}} is sorted by `{{field}}`, which no index begins with: every page sorts the whole table first. {{advice}}',
      filter: 'The rows of {{table}} are looked for by {{fields}}, which no index begins with: each lookup reads the whole table. {{advice}}',
      hierarchy: '`date_hierarchy` reads the first, the last and every different date of `{{field}}` of {{table}} at every request, and no index begins with it. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, use, field, others = [], table, advice } of concernsOf(model, 'index')) {
        if (wantsTable(table, option)) report({ span, messageId: MESSAGE_IDS[use], data: { field, fields: enumeratedNames([field, ...others], 'or'), table: describeTable(table), advice } });
      }
    });
  },
} satisfies Rule.RuleModule;
