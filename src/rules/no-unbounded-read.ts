import type { Rule } from 'eslint';
import { concernsOf } from '../model/admin.ts';
import type { ResultUse } from '../model/result-use.ts';
import { judgeInMemory, judgeUse } from '../model/verdict.ts';
import { type ImpactOption, impactSchema, isOfImpact } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable } from './table-option.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow reading rows that are only counted, tested, filtered or walked once', recommended: { impact: 'high' } },
    languages: LANGUAGES,
    fixable: 'code',
    hasSuggestions: true,
    schema: [...impactSchema],
    defaultOptions: [{ impact: 'any' }],
    messages: {
      ...sharedMessages,
      length: '`{{callee}}` reads {{rows}} into memory to count them. {{advice}}',
      emptiness: '`{{callee}}` reads {{rows}} into memory, and the code only asks whether there are any. {{advice}}',
      sought: '`{{callee}}` reads {{rows}} into memory, and the code only asks whether {{columns}} is among them. {{advice}}',
      counted: '`{{callee}}` counts {{rows}}, and the code only asks whether there are any. {{advice}}',
      first: '`{{callee}}` reads {{rows}} into memory, and the code only uses the first of them. {{advice}}',
      computed: '`{{callee}}` reads {{rows}} into memory, and the code only counts them or adds up {{columns}}. {{advice}}',
      grouped: '`{{callee}}` reads {{rows}} into memory, and the code only makes numbers of them for each {{groups}}. {{advice}}',
      distinct: '`{{callee}}` reads {{rows}}, and the library drops in memory those whose {{columns}} stands there again. {{advice}}',
      filtered: '`{{callee}}` reads {{rows}}, and the code then leaves out some of them by {{columns}}. {{advice}}',
      order: '`{{callee}}` reads every row of {{table}} to sort by `{{field}}` in memory: {{cost}}. {{advice}}',
      filter: '`{{callee}}` reads every row of {{table}} to filter by `{{field}}` in memory: {{cost}}. {{advice}}',
      segment: '`{{callee}}` reads {{table}} to give back a list of keys for `{{field}}`: {{cost}}. {{advice}}',
      number: '`{{callee}}` reads a page of rows beside their number, and the code only uses the number. {{advice}}',
      unlimited: '`{{callee}}` reads {{rows}} at once: its limit is switched off. {{advice}}',
      bounded: '`{{callee}}` reads {{rows}} at once, and none of those past them. {{advice}}',
      served: '`{{callee}}` reads {{rows}} each time {{by}} runs. {{advice}}',
      held: '`{{callee}}` holds {{rows}} in memory at once. {{advice}}',
      iterated: '`{{callee}}` holds {{rows}} in memory while the loop goes over them once. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as ImpactOption;
    return onModel(context, (model, report) => {
      for (const { callee, use } of model.calls) {
        if (use === undefined || !isOfImpact(judgeUse(use), option)) continue;
        const columns = namesOf(use.columns);
        report({ span: use.span, messageId: messageOf(use), data: { callee, rows: rowsOf(use), columns, groups: namesOf(use.groups), by: use.by ?? 'this function', advice: use.advice }, remedies: use.remedies });
      }
      for (const concern of concernsOf(model, 'in-memory')) {
        const { span, use, name, field, table, cost, advice, remedies } = concern;
        if (isOfImpact(judgeInMemory(concern), option)) report({ span, messageId: use, data: { callee: name, field, table: describeTable(table), cost, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;

/** A limit that stands for all of them is none that is switched off. */
function messageOf({ usedAs, groups = [], rows: { atMost } }: ResultUse): string {
  if (groups.length > 0) return 'grouped';
  return usedAs === 'unlimited' && atMost !== undefined ? 'bounded' : usedAs;
}

function namesOf(columns: readonly string[] = []): string {
  return columns.map((column) => `\`${column}\``).join(' and ');
}

function rowsOf({ isWhole, rows: { origin, table, atMost } }: ResultUse): string {
  if (atMost !== undefined) return `up to ${atMost.toLocaleString('en-US')} rows${table === undefined ? '' : ` of \`${table.model}\``}`;
  if (!isWhole || origin !== 'table') return 'every matching row';
  return table === undefined ? 'every row of its table' : `every row of ${describeTable(table)}`;
}
