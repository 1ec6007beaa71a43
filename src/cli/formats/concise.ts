import { pathFrom } from '../paths.ts';
import type { Style } from '../style.ts';
import { remedyOf, type Report, worstFirst } from './report.ts';

/** One line a finding, as compilers write it: `path:line:column: error: message [rule] [--fix]`. */
export function formatConcise(report: Report, style: Style): string {
  const lines = worstFirst(report).flatMap(({ filePath, messages }) =>
    messages.map((message) => {
      const { severity, line, column, ruleId } = message;
      const place = `${pathFrom(report.root, filePath)}:${String(line)}:${String(column)}:`;
      const level = severity === 2 ? style('red', 'error:') : style('yellow', 'warning:');
      const remedy = remedyOf(message);
      const tags = [style('dim', `[${ruleId ?? ''}]`), ...(remedy === undefined ? [] : [style('green', `[${remedy}]`)])];
      return `${style('bold', place)} ${level} ${message.message.replace(/\s*\n\s*/g, ' ')} ${tags.join(' ')}\n`;
    }),
  );
  return lines.join('');
}
