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
      manyRows: '`{{field}}` loads up to {{count}} rows of {{table}} as options {{where}}, and what lies beyond them can\'t be chosen. {{advice}}',
      everyChosen: '`{{field}}` loads every row of {{table}} that belongs to the one shown {{where}}. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, field, target, upTo = Infinity, where, perOption, perRow, chosen, lighter, advice, remedies } of model.inputs) {
        if (lighter !== undefined && option.tables === 'growing') continue;
        if (upTo <= model.settings.maxPageSize || !wantsTable(target, option, perOption, perRow)) continue;
        const messageId = upTo !== Infinity ? 'manyRows' : chosen === true ? 'everyChosen' : 'everyRow';
        report({ span, messageId, data: { field, count: upTo.toLocaleString('en-US'), table: describeTable(target), where, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
