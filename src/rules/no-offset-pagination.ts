import type { Rule } from 'eslint';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'disallow pages reached by an offset that grows with the table', recommended: false },
    languages: LANGUAGES,
    schema: [],
    defaultOptions: [],
    messages: {
      ...sharedMessages,
      offset: '`{{callee}}` reaches its page by offset `{{text}}`: the database reads and throws away every row before it, so late pages cost the whole table. {{advice}}',
    },
  },
  create(context) {
    return onModel(context, (model, report) => {
      for (const { callee, offset } of model.calls) {
        if (offset !== undefined) report({ span: offset.span, messageId: 'offset', data: { callee, text: offset.text, advice: offset.advice } });
      }
    });
  },
} satisfies Rule.RuleModule;
