import type { Rule } from 'eslint';
import { concernsOf } from '../model/admin.ts';
import { LANGUAGES } from './meta.ts';
import { onModel, sharedMessages } from './on-model.ts';
import { describeTable, type TableOption, tablesSchema, wantsTable } from './table-option.ts';

const MESSAGE_IDS = { twice: 'twice', 'still-counted': 'stillCounted', grouped: 'grouped', unread: 'unread', always: 'always', 'per-parent': 'perParent' } as const;

export default {
  meta: {
    type: 'suggestion',
    docs: { description: 'disallow exact counts of a growing table at every request of its list', recommended: { tables: 'large' } },
    languages: LANGUAGES,
    hasSuggestions: true,
    schema: [...tablesSchema],
    defaultOptions: [{ tables: 'any' }],
    messages: {
      ...sharedMessages,
      twice: 'The list of {{table}} counts twice at every request: the rows that match, and the whole table. {{advice}}',
      stillCounted: '`{{name}}` spares the count of what matches, and the list of {{table}} still counts the whole table at every request. {{advice}}',
      unread: '`{{name}}` counts the rows of {{table}} that match, for a page of them, and nobody looks at the number. {{advice}}',
      always: 'The list of {{table}} counts what matches at every request, and `{{name}}` isn’t there to spare it. {{advice}}',
      perParent: 'The rows of {{table}} are counted once for each `{{name}}` of a page, where a list asks for their total: a query per row. {{advice}}',
      grouped: 'Each time the list of {{table}} counts its rows, `{{name}}` has the database group the whole table first. {{advice}}',
    },
  },
  create(context) {
    const option = (context.options[0] ?? {}) as TableOption;
    return onModel(context, (model, report) => {
      for (const { span, problem, name, table, advice, remedies } of concernsOf(model, 'count')) {
        // what somebody took half away already is wanted gone
        if (!wantsTable(table, problem === 'still-counted' ? {} : option)) continue;
        report({ span, messageId: MESSAGE_IDS[problem], data: { name, table: describeTable(table), advice }, remedies });
      }
    });
  },
} satisfies Rule.RuleModule;
