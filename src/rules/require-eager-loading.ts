import type { Rule } from 'eslint';
import { describeCost } from '../model/row-scope.ts';
import { enumeratedNames } from '../model/text.ts';
import { type ImpactOption, impactSchema, isWanted } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { linesOf, onModel, sharedMessages } from './on-model.ts';

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
      allNotLoaded: '{{paths}} are loaded once {{subject}}: {{cost}}. {{why}} {{advice}}',
      counted: '`{{path}}` is counted once {{subject}}: {{cost}}. {{why}} {{advice}}',
      tested: '`{{path}}` is tested for rows once {{subject}}: {{cost}}. {{why}} {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as ImpactOption;
    return onModel(context, (model, report) => {
      for (const { span, paths, evidence, perRow, why, loadedAt, advice, remedies, only } of model.relationReads) {
        if (!isWanted(evidence, option)) continue;
        const { scope } = evidence;
        const named: Record<string, string> = paths.length === 1 ? { path: paths.join() } : { paths: enumeratedNames(paths) };
        const messageId = only !== undefined ? MESSAGE_IDS[only] : paths.length === 1 ? 'notLoaded' : 'allNotLoaded';
        const places = linesOf(context, { scopeLine: scope.head, loadedLine: loadedAt });
        report({ span, messageId, data: { ...named, subject: scope.subject, cost: describeCost(scope, perRow), why, advice }, places, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
