import type { Rule } from 'eslint';
import { isWrite } from '../model/query-call.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { perRowFinding, perRowMessages } from './per-row.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow saving, updating, creating or deleting row by row', recommended: true },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [],
    defaultOptions: [],
    messages: { ...sharedMessages, ...perRowMessages },
  },
  create(context) {
    return onModel(context, (model, report) => {
      for (const call of model.calls) {
        const finding = isWrite(call.operation) ? perRowFinding(call) : undefined;
        if (finding !== undefined) report(finding);
      }
    });
  },
} satisfies Rule.RuleModule;
