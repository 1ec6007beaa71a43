import type { Rule } from 'eslint';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'problem',
    docs: { description: 'disallow batch loops that walk a table by offset or change what they page over', recommended: true },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [],
    defaultOptions: [],
    messages: {
      ...sharedMessages,
      offset: '`{{callee}}` walks the table by offset: every batch reads past all rows before it, so the walk costs the square of the table. {{advice}}',
      drift: '`{{callee}}` pages by offset over rows that the loop itself changes ({{because}}): after each batch the rest moves up and rows are skipped. {{advice}}',
    },
  },
  create(context) {
    return onModel(context, (model, report) => {
      for (const { span, callee, problem, because = '', advice, remedies } of model.batchLoops) {
        report({ span, messageId: problem, data: { callee, because, advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
