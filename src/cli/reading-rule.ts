import type { Rule } from 'eslint';
import type { FileFacts } from '../model/file-model.ts';
import type { Engine } from './load.ts';

/** Takes what was read of a file. */
export type Reader = (model: FileFacts, context: Rule.RuleContext) => void;

/** A rule that reports nothing and hands on what was read of each file. */
export function readingRule(read: Engine['read'], take: Reader): Rule.RuleModule {
  return {
    meta: { type: 'suggestion', schema: [] },
    create(context) {
      take(read(context).model, context);
      return {};
    },
  };
}
