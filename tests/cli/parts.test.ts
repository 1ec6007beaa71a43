import type { Rule } from 'eslint';
import { expect, it } from 'vitest';
import { PartsBook } from '../../src/cli/parts.ts';

const rule: Rule.RuleModule = {
  meta: { messages: { slow: 'It is slow {{subject}}.' } },
  create(context) {
    for (const [line, scopeLine] of [[3, '3'], [9, '9']] as const) {
      context.report({ messageId: 'slow', loc: { start: { line, column: 0 }, end: { line, column: 1 } }, data: { subject: 'per row', scopeLine } });
    }
    return {};
  },
};

it('keeps the places of two lists of a file apart that are told the same sentence', () => {
  const book = new PartsBook();
  book.noting('admin-scale/slow', rule).create({ filename: 'admin.py', report: () => undefined } as unknown as Rule.RuleContext);
  const linesOf = (line: number): (number | undefined)[] => (book.of('admin.py', { ruleId: 'admin-scale/slow', message: 'It is slow per row.', line } as Parameters<PartsBook['of']>[1]).related ?? []).map((place) => place.line);
  expect([linesOf(3), linesOf(9)]).toEqual([[3], [9]]);
});
