import type { Rule } from 'eslint';
import { judgeProvider } from '../model/verdict.ts';
import { type ImpactOption, impactSchema, isOfImpact } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'require data providers to send one request for many ids', recommended: { impact: 'high' } },
    languages: LANGUAGES,
    schema: [...impactSchema],
    defaultOptions: [{ impact: 'any' }],
    messages: {
      ...sharedMessages,
      perId: '`{{method}}` is handed many {{handed}} at once, and `{{callee}}` (line {{line}}) sends a request for each of them. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as ImpactOption;
    return onModel(context, (model, report) => {
      for (const loop of model.providers) {
        const { span, method, handed, callee, line, advice } = loop;
        if (isOfImpact(judgeProvider(loop), option)) report({ span, messageId: 'perId', data: { method, handed, callee, line: String(line), advice } });
      }
    });
  },
} satisfies Rule.RuleModule;
