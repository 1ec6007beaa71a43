import type { ESLint, Linter } from 'eslint';
import { pathFrom } from '../paths.ts';
import { plainId } from '../rule-id.ts';
import { counted } from '../terminal.ts';
import { escaped } from './markup.ts';
import { remedyOf, type Report, worstFirst } from './report.ts';

/** What is listed before the rest is counted: GitHub takes 65,536 characters in a comment. */
const MOST_PAGES = 20;
const MOST_FINDINGS = 50;

/** A comment for a pull request: what its admin pages cost, and the findings of each file to open up. */
export function formatMarkdown(report: Report): string {
  const results = worstFirst(report);
  const total = results.reduce((sum, { messages }) => sum + messages.length, 0);
  if (total === 0) return '### admin-scale: no findings\n';
  const sections = [`### admin-scale: ${counted(total, 'finding')} in ${counted(results.length, 'file')}`, ...pageTable(report)];
  let left = MOST_FINDINGS;
  for (const result of results) {
    const shown = result.messages.slice(0, left);
    left -= shown.length;
    if (shown.length > 0) sections.push(fileSection(result, shown, report));
  }
  if (total > MOST_FINDINGS) sections.push(`and ${String(total - MOST_FINDINGS)} more`);
  return `${sections.join('\n\n')}\n`;
}

function pageTable({ savings, root }: Report): string[] {
  if (savings.length === 0) return [];
  const rows = savings.slice(0, MOST_PAGES).map(({ name, file, pageSize, sends, now, remedied }) => `| ${inline(name)} (${code(pathFrom(root, file))}${sends === 'queries' ? '' : `, in ${sends}`}) | ${String(pageSize)} | ${String(now)} | ${String(remedied)} |`);
  const more = savings.length - rows.length;
  return [['| admin page | rows a page | queries now | with every remedy |', '| --- | ---: | ---: | ---: |', ...rows].join('\n'), ...(more > 0 ? [`and ${counted(more, 'more page')}`] : [])];
}

function fileSection({ filePath, messages }: ESLint.LintResult, shown: readonly Linter.LintMessage[], report: Report): string {
  const path = pathFrom(report.root, filePath);
  const items = shown.map((message) => {
    const { headline, help, note } = report.partsOf(filePath, message);
    const remedy = remedyOf(message);
    const title = `- **line ${String(message.line)}**, ${code(plainId(message.ruleId))}${remedy === undefined ? '' : ` (${remedy})`}: ${inline(headline)}`;
    return [title, ...(help === undefined ? [] : [`  **Help:** ${inline(help)}`]), ...(note === undefined ? [] : [`  **Note:** ${inline(note)}`])].join('<br>\n');
  });
  return [`<details><summary>${escaped(path)}: ${counted(messages.length, 'finding')}</summary>`, '', ...items, '', '</details>'].join('\n');
}

/** Text between the pieces of code that a message has in backticks; those are taken as they are. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/`[^`]*`|[<>*_|@#]/g, (part) => (part.length > 1 ? part : `\\${part}`));
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
