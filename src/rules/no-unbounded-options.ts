import type { Rule } from 'eslint';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow relation inputs and dropdowns that load every row of the other table', recommended: { tables: 'growing' } },
    languages: LANGUAGES,
    fixable: 'code',
    hasSuggestions: true,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'any' }],
    messages: {
      ...sharedMessages,
      everyRow: '`{{field}}` loads every row of {{table}} as options {{where}}. {{advice}}',
      everyChosen: '`{{field}}` loads every row of {{table}} that belongs to the one shown {{where}}. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, field, target, where, perOption, perRow, chosen, advice, remedies } of model.inputs) {
        if (!wantsTable(target, option, perOption, perRow)) continue;
        report({ span, messageId: chosen === true ? 'everyChosen' : 'everyRow', data: { field, table: describeTable(target), where, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
