import type { Rule } from 'eslint';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow queries that fail, that give something else than they seem to, or that are never sent', recommended: true },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [],
    defaultOptions: [],
    messages: {
      ...sharedMessages,
      broken: '{{problem}} {{advice}}',
    },
  },
  create(context) {
    return onModel(context, (model, report) => {
      for (const { span, problem, advice, remedies } of model.brokenQueries) report({ span, messageId: 'broken', data: { problem, advice }, remedies });
    });
  },
} satisfies Rule.RuleModule;
