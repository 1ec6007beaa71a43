import type { Rule } from 'eslint';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'require data providers to send one request for many ids', recommended: true },
    languages: LANGUAGES,
    schema: [],
    messages: {
      ...sharedMessages,
      perId: '`{{method}}` is handed many {{handed}} at once, and `{{callee}}` (line {{line}}) sends a request for each of them. {{advice}}',
    },
  },
  create(context) {
    return onModel(context, (model, report) => {
      for (const { span, method, handed, callee, line, advice } of model.providers) report({ span, messageId: 'perId', data: { method, handed, callee, line: String(line), advice } });
    });
  },
} satisfies Rule.RuleModule;
