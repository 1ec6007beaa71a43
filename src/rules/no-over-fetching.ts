import type { Rule } from 'eslint';
import { type ColumnConcern, concernsOf, type CountedConcern, type LoadConcern, type ProductConcern } from '../model/admin.ts';
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
      ofOne: '`{{callee}}` loads the one row of {{table}} that it reads with {{names}}, which nothing looks at: a statement for each. {{advice}}',
      counted: '`{{callee}}` loads all {{names}} of each row of {{table}}, of which the code takes the number alone. {{advice}}',
      everything: '`{{callee}}` loads each row of {{table}} with {{names}}, whether anything reads them or not: a statement for each, with whole rows. {{advice}}',
      product: '`{{callee}}` joins {{names}} side by side: each row of {{table}} comes back once for each combination of their rows. {{advice}}',
      columns: 'Each row of the list of {{table}} is loaded with {{names}}, which no column shows. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const concern of [...concernsOf(model, 'columns'), ...concernsOf(model, 'loads'), ...concernsOf(model, 'product'), ...concernsOf(model, 'counted')]) {
        const { span, table, callee = '', advice, remedies } = concern;
        if (wantsTable(table, option)) report({ span, messageId: messageOf(concern), data: { callee, names: namesOf(concern), table: describeTable(table), advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;

type TooMuch = ColumnConcern | LoadConcern | ProductConcern | CountedConcern;

function messageOf(concern: TooMuch): string {
  const { kind, callee } = concern;
  if (kind === 'loads' && (concern.unseen === true || concern.ofOne === true)) return concern.ofOne === true ? 'ofOne' : 'everything';
  return kind === 'product' || kind === 'counted' || callee === undefined ? kind : 'unread';
}

/** "`author`, `tags` and 3 more" */
function namesOf(concern: TooMuch): string {
  const { names } = concern;
  const rest = concern.kind === 'loads' ? (concern.rest ?? 0) : 0;
  if (names.length === 0) return 'all that it refers to';
  return rest === 0 ? enumeratedNames(names) : `${names.map((name) => `\`${name}\``).join(', ')} and ${String(rest)} more`;
}
