import type { Rule } from 'eslint';
import { impactSchema, type ImpactOption, isWanted } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow batch loops that walk a table by offset or change what they page over', recommended: { impact: 'high' } },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [...impactSchema],
    defaultOptions: [{ impact: 'any' }],
    messages: {
      ...sharedMessages,
      offset: '`{{callee}}` reads the table in batches by offset: each batch reads all earlier rows again, so that twice the rows take four times as long. {{advice}}',
      drift: '`{{callee}}` pages by offset over rows that the loop itself changes ({{because}}): after each batch the rest moves up and rows are skipped. {{advice}}',
    },
  },
  create(context) {
    return onModel(context, (model, report) => {
      const option = (context.options[0] ?? {}) as ImpactOption;
      for (const { span, callee, problem, because = '', evidence, advice, remedies } of model.batchLoops) {
        // What skips rows is wrong, and not only slow.
        if (isWanted(evidence, problem === 'drift' ? {} : option)) report({ span, messageId: problem, data: { callee, because, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
