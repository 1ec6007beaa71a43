import type { Rule } from 'eslint';
import { describeCost } from '../model/row-scope.ts';
import { type ImpactOption, impactSchema, isWanted } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

const MESSAGE_IDS = { count: 'counted', exists: 'tested' } as const;

export default {
  meta: {
    type: 'problem',
    docs: { description: 'require that a relation read for every row is loaded together with the rows', recommended: { impact: 'high' } },
    languages: LANGUAGES,
    fixable: 'code',
    hasSuggestions: true,
    schema: [...impactSchema],
    defaultOptions: [{ impact: 'any' }],
    messages: {
      ...sharedMessages,
      notLoaded: '`{{path}}` is loaded once {{subject}}: {{cost}}. {{why}} {{advice}}',
      counted: '`{{path}}` is counted once {{subject}}: {{cost}}. {{why}} {{advice}}',
      tested: '`{{path}}` is tested for rows once {{subject}}: {{cost}}. {{why}} {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as ImpactOption;
    return onModel(context, (model, report) => {
      for (const { span, path, evidence, perRow, why, advice, remedies, only } of model.relationReads) {
        if (!isWanted(evidence, option)) continue;
        const { scope } = evidence;
        report({ span, messageId: only === undefined ? 'notLoaded' : MESSAGE_IDS[only], data: { path, subject: scope.subject, cost: describeCost(scope, perRow), why, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
