import type { Report } from './report.ts';

/** What ESLint's own formatter `json` prints: the array of results. Files that can't be parsed have a fatal message there. */
export function formatJson({ files }: Report): string {
  return `${JSON.stringify(files.map(({ result }) => result))}\n`;
}
