import type { Rule } from 'eslint';
import { describeCost } from '../model/row-scope.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'require that a relation read for every row is loaded together with the rows', recommended: true },
    languages: LANGUAGES,
    fixable: 'code',
    hasSuggestions: true,
    schema: [],
    defaultOptions: [],
    messages: {
      ...sharedMessages,
      notLoaded: '`{{path}}` is loaded once {{subject}}: {{cost}}. {{why}} {{advice}}',
    },
  },
  create(context) {
    return onModel(context, (model, report) => {
      for (const { span, path, scope, perRow, why, advice, remedies } of model.relationReads) {
        report({ span, messageId: 'notLoaded', data: { path, subject: scope.subject, cost: describeCost(scope, perRow), why, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
