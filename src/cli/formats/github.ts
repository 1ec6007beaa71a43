import { pathFrom } from '../paths.ts';
import { findingsOf, type Report } from './report.ts';

/** GitHub's workflow commands, one line a finding, which it shows beside the code of a pull request. */
export function formatGithub({ files, root }: Report): string {
  const lines = findingsOf(files).flatMap(({ filePath, messages }) =>
    messages.map((message) => {
      const properties: [string, string | number | undefined][] = [
        ['file', pathFrom(root, filePath)],
        ['line', message.line],
        ['col', message.column],
        // A range of columns is understood within one line only.
        ['endLine', message.endLine],
        ['endColumn', message.endLine === message.line ? message.endColumn : undefined],
        ['title', message.ruleId ?? undefined],
      ];
      const given = properties.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`]));
      return `::${message.severity === 2 ? 'error' : 'warning'} ${given.join(',')}::${escapeData(message.message)}\n`;
    }),
  );
  return lines.join('');
}

/** As `escapeData` and `escapeProperty` of GitHub's own toolkit (@actions/core, command.ts) do. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
