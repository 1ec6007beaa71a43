import type { Rule } from 'eslint';
import { concernsOf, type LoadConcern } from '../model/admin.ts';
import { enumeratedNames } from '../model/text.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'disallow loading large columns for a list that does not show them', recommended: { tables: 'large' } },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'any' }],
    messages: {
      ...sharedMessages,
      loads: 'Each row of the list of {{table}} is loaded with {{names}}, whether anything shows them or not. {{advice}}',
      unread: '`{{callee}}` loads each row of {{table}} with {{names}}, which nothing reads. {{advice}}',
      counted: '`{{callee}}` loads all {{names}} of each row of {{table}}, of which the code takes the number alone. {{advice}}',
      everything: '`{{callee}}` loads each row of {{table}} with {{names}}, whether anything reads them or not: a statement for each, with whole rows. {{advice}}',
      product: '`{{callee}}` joins {{names}} side by side: each row of {{table}} comes back once for each combination of their rows. {{advice}}',
      columns: 'Each row of the list of {{table}} is loaded with {{names}}, which no column shows. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, names, table, callee = '', advice, remedies } of concernsOf(model, 'columns')) {
        if (wantsTable(table, option)) report({ span, messageId: callee === '' ? 'columns' : 'unread', data: { callee, names: enumeratedNames(names), table: describeTable(table), advice }, remedies });
      }
      for (const concern of concernsOf(model, 'loads')) {
        const { span, names, table, callee = '', advice, remedies } = concern;
        if (wantsTable(table, option)) report({ span, messageId: messageOf(concern), data: { callee, names: concern.unseen === true ? allOf(concern) : enumeratedNames(names), table: describeTable(table), advice }, remedies });
      }
      for (const { kind, span, names, table, callee, advice, remedies } of [...concernsOf(model, 'product'), ...concernsOf(model, 'counted')]) {
        if (wantsTable(table, option)) report({ span, messageId: kind, data: { callee, names: enumeratedNames(names), table: describeTable(table), advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;

function messageOf({ callee, unseen }: LoadConcern): string {
  return callee === undefined ? 'loads' : unseen === true ? 'everything' : 'unread';
}

/** "`author`, `tags` and 3 more" */
function allOf({ names, rest = 0 }: LoadConcern): string {
  if (names.length === 0) return 'all that it refers to';
  return rest === 0 ? enumeratedNames(names) : `${names.map((name) => `\`${name}\``).join(', ')} and ${String(rest)} more`;
}
