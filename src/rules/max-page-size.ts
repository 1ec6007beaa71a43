import type { Rule } from 'eslint';
import { concernsOf } from '../model/admin.ts';
import type { Remedy } from '../model/text.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, wantsTable } from './table-option.ts';

interface MaxOption {
  readonly max?: number;
}

const DEFAULT_MAX = 100;

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'enforce a maximum number of rows on one page of a list', recommended: true },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        properties: { max: { description: 'The largest number of rows that a page may show; what the framework shows by itself is always allowed.', type: 'integer', minimum: 1 } },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ max: DEFAULT_MAX }],
    messages: {
      ...sharedMessages,
      tooLarge: '`{{option}}` lets one page of {{table}} show {{size}} rows, over the maximum of {{max}}: everything that a row costs is paid that often. {{advice}}',
    },
  },
  create(context) {
    const { max = DEFAULT_MAX } = (context.options[0] ?? {}) as MaxOption;
    return onModel(context, (model, report) => {
      for (const { span, option, size, usual, table, advice } of concernsOf(model.resources, 'page-size')) {
        const most = Math.max(max, usual);
        if (size <= most || !wantsTable(table, {})) continue;
        const remedy: Remedy = { title: `Show ${String(most)} rows at most`, edits: [{ span, text: String(most) }], safety: { changes: 'pages get shorter' } };
        report({ span, messageId: 'tooLarge', data: { option, table: describeTable(table), size: String(size), max: String(most), advice }, remedies: [remedy] });
      }
    });
  },
} satisfies Rule.RuleModule;
