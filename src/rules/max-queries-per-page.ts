import type { Rule } from 'eslint';
import { type CostPart, type ListPage, sendsOf } from '../model/admin.ts';
import { queriesFor } from '../model/row-scope.ts';
import { enumerated } from '../model/text.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

interface BudgetOption {
  readonly max?: number;
  readonly remedies?: 'applied' | 'ignored';
}

const DEFAULT_MAX = 30;

export default {
  meta: {
    type: 'problem',
    docs: { description: 'enforce a maximum number of queries for one page of an admin list', recommended: false },
    languages: LANGUAGES,
    schema: [
      {
        type: 'object',
        properties: {
          max: { description: 'Queries that one page of a list may send.', type: 'integer', minimum: 1 },
          remedies: { description: 'Whether a page counts as it would be with the remedies that other rules offer for it (`applied`), or as it is (`ignored`).', enum: ['applied', 'ignored'] },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ max: DEFAULT_MAX, remedies: 'applied' }],
    messages: {
      ...sharedMessages,
      tooMany: 'The list of `{{name}}` sends about {{queries}} {{unit}} for a page of {{size}}, over the budget of {{max}}: {{parts}}. {{advice}}',
    },
  },
  create(context) {
    const { max = DEFAULT_MAX, remedies = 'applied' } = (context.options[0] ?? {}) as BudgetOption;
    return onModel(context, (model, report) => {
      for (const { name, span, list } of model.resources) {
        // no sum is given of what wasn't read to the end
        if (list === undefined || list.unread === true || queriesOf(list, remedies === 'applied' ? 'remedied' : 'now') <= max) continue;
        const parts = enumerated(list.parts.map((part) => describePart(part)));
        report({ span, messageId: 'tooMany', data: { name, queries: String(queriesOf(list, 'now')), unit: sendsOf(list), size: String(list.pageSize), max: String(max), parts, advice: adviceFor(list) } });
      }
    });
  },
} satisfies Rule.RuleModule;

function queriesOf({ cost, pageSize }: ListPage, state: 'now' | 'remedied'): number {
  return queriesFor(cost[state], pageSize);
}

function describePart({ what, fixed, perRow }: CostPart): string {
  return perRow === 0 ? `${String(fixed)} ${what}` : `${String(perRow)} a row ${what}`;
}

/** What to do about the larger part: what is sent for each row, else what the page asks beside its rows. */
function adviceFor({ parts }: ListPage): string {
  const perRow = parts.filter((part) => part.perRow > 0).map(({ what }) => (what.startsWith('for `') ? what.slice('for '.length) : `what is read ${what}`));
  if (perRow.length === 0) return 'Remove from the list what nobody needs.';
  return `Load ${enumerated(perRow)} with the rows of the page, or remove ${perRow.length === 1 && !perRow[0]?.includes(' and ') ? 'it' : 'them'} from the list.`;
}
