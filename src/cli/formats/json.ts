import type { ESLint, Linter } from 'eslint';
import type { PageCost } from '../cost.ts';
import { pathFrom } from '../paths.ts';
import type { Report } from './report.ts';

/**
 * What ESLint's own formatter `json` prints, the array of results, with what we know beside it: `headline`, `help`, `note`, `cost` and `related` places of each message, a file's `path` from the
 * root, and the admin `pages` that it configures, in what it `sends`, queries or requests. Files that can't be parsed have a fatal message there.
 */
export function formatJson(report: Report): string {
  const results = report.files.map(({ result }): ESLint.LintResult & { path: string; pages: Omit<PageCost, 'file'>[] } => ({
    ...result,
    messages: result.messages.map((message) => withParts(message, result.filePath, report)),
    path: pathFrom(report.root, result.filePath),
    pages: report.pagesOf(result.filePath).map(({ name, pageSize, sends, now, remedied }) => ({ name, pageSize, sends, now, remedied })),
  }));
  return `${JSON.stringify(results)}\n`;
}

function withParts(message: Linter.LintMessage, file: string, { partsOf }: Report): Linter.LintMessage {
  return message.ruleId === null ? message : { ...message, ...partsOf(file, message) };
}
