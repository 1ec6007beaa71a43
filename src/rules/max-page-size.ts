import type { Rule } from 'eslint';
import { concernsOf, type PageSizeConcern } from '../model/admin.ts';
import type { Remedy } from '../model/text.ts';
import { judgeAsked } from '../model/verdict.ts';
import { type ImpactOption, isOfImpact } from './impact-option.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, wantsTable } from './table-option.ts';

interface MaxOption extends ImpactOption {
  readonly max?: number;
  readonly maxOffered?: number;
}

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'enforce a maximum number of rows on one page of a list', recommended: { maxOffered: 1000, impact: 'high' } },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        properties: {
          max: { description: 'The largest number of rows that a page may show, by default that of the setting `maxPageSize`; what the framework shows by itself is always allowed.', type: 'integer', minimum: 1 },
          maxOffered: { description: 'The largest number of rows that a user or a client may choose beside what the list shows by itself, by default `max`.', type: 'integer', minimum: 1 },
          impact: { description: 'Which limits to report that a request names and nothing bounds: `any`, or only those of `high` impact, whose tables are known to grow, the rows of one parent left out.', enum: ['any', 'high'] },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [],
    messages: {
      ...sharedMessages,
      tooLarge: '`{{option}}` lets one page of {{table}} show {{size}} rows, over the maximum of {{max}}: everything that a row costs is paid that often. {{advice}}',
      unlimited: 'Nothing limits how many rows of {{table}} one request can read: `{{option}}` sets the limit. {{advice}}',
      uncapped: '`{{option}}` has no maximum here: one request can ask for any number of rows of {{table}}. {{advice}}',
    },
  },
  create(context) {
    const { max, maxOffered, impact = 'any' } = (context.options[0] ?? {}) as MaxOption;
    return onModel(context, (model, report) => {
      for (const concern of concernsOf(model, 'page-size')) {
        const { span, option, size, usual, table, offered, asked, advice } = concern;
        const most = Math.max((offered === true ? maxOffered : undefined) ?? max ?? model.settings.maxPageSize, usual);
        if (size <= most || !(asked !== undefined ? isOfImpact(judgeAsked(table, asked), { impact }) : wantsTable(table, {}))) continue;
        const messageId = size < Infinity ? 'tooLarge' : asked === undefined ? 'unlimited' : 'uncapped';
        report({ span, messageId, data: { option, table: describeTable(table), size: String(size), max: String(most), advice }, remedies: remediesFor(concern, most) });
      }
    });
  },
} satisfies Rule.RuleModule;

function remediesFor({ span, limitAt = { span, before: '', after: '' } }: PageSizeConcern, most: number): Remedy[] {
  if (limitAt === 'none') return [];
  return [{ title: `Show ${String(most)} rows at most`, edits: [{ span: limitAt.span, text: `${limitAt.before}${String(most)}${limitAt.after}` }], safety: { changes: 'pages get shorter' } }];
}
