import type { Rule } from 'eslint';
import { impactSchema } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { perRowFindings, perRowMessages } from './per-row.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow reads, counts and existence checks that run once per row', recommended: { impact: 'high' } },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [...impactSchema],
    defaultOptions: [{ impact: 'any' }],
    messages: { ...sharedMessages, ...perRowMessages },
  },
  create(context) {
    return onModel(context, (model, report) => {
      perRowFindings(model, 'read', context).forEach(report);
    });
  },
} satisfies Rule.RuleModule;
