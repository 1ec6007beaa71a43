import { createHash } from 'node:crypto';
import type { ESLint } from 'eslint';
import { linesOf } from './report.ts';

/**
 * A name for each message of a file that stays the same while code moves up and down around it: of the rule, the file and the text of the line, numbered where
 * that occurs more than once.
 *
 * @param path of the file as the report names it
 */
export function fingerprintsOf(result: Pick<ESLint.LintResult, 'messages' | 'source' | 'filePath'>, path: string): string[] {
  // of a file without any the text needn't be read
  if (result.messages.length === 0) return [];
  const lines = linesOf(result);
  const times = new Map<string, number>();
  return result.messages.map(({ ruleId, line }) => {
    const what = JSON.stringify([ruleId, path, (lines[line - 1] ?? '').trim()]);
    const time = times.get(what) ?? 0;
    times.set(what, time + 1);
    return createHash('sha256').update(`${what}${String(time)}`).digest('hex').slice(0, 32);
  });
}
