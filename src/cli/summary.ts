import type { ESLint } from 'eslint';
import type { CostBook, PageCost } from './cost.ts';
import { remedyOf } from './formats/report.ts';
import { pathFrom } from './paths.ts';
import type { Style } from './style.ts';
import { columns, counted } from './terminal.ts';

/** Resources that the summary names before it goes on to count them. */
const MOST_RESOURCES = 15;

/** How many findings there are, and how many of them a flag mends, as lines for people; empty without findings. */
export function problemSummary(results: readonly ESLint.LintResult[]): string[] {
  const messages = results.flatMap((result) => result.messages);
  if (messages.length === 0) return [];
  const errors = messages.filter(({ severity }) => severity === 2).length;
  const remedies = messages.map((message) => remedyOf(message));
  const [fixable, suggested] = (['--fix', 'suggestion'] as const).map((how) => remedies.filter((remedy) => remedy === how).length) as [number, number];
  const ways = [fixable > 0 ? `--fix mends ${String(fixable)}` : '', suggested > 0 ? `--fix-suggestions ${fixable > 0 ? '' : 'mends '}${String(suggested)}` : ''].filter(Boolean);
  return [
    `✖ ${counted(messages.length, 'problem')} (${counted(errors, 'error')}, ${counted(messages.length - errors, 'warning')})`,
    ...(ways.length === 0 ? [] : [`  ${ways.join(', ')} (--diff shows what they would write)`]),
  ];
}

/** What was understood of the code, as a line for people, so that they can tell whether theirs was. */
export function seenSummary({ resources, queries, models }: CostBook['seen'], files: number): string[] {
  if (files === 0) return [];
  return [`Read ${counted(queries, 'query')} and ${counted(resources, 'admin resource')} of ${counted(models, 'model')} in ${counted(files, 'file')}.`];
}

/** Findings counted by rule, the most frequent first, as lines for people; empty without findings. */
export function ruleSummary(results: readonly ESLint.LintResult[], style: Style): string[] {
  const counts = new Map<string, { findings: number; fixable: number; suggested: number }>();
  for (const message of results.flatMap(({ messages }) => messages)) {
    const { ruleId } = message;
    if (ruleId === null) continue;
    const remedy = remedyOf(message);
    const count = counts.get(ruleId) ?? { findings: 0, fixable: 0, suggested: 0 };
    count.findings += 1;
    if (remedy === '--fix') count.fixable += 1;
    else if (remedy === 'suggestion') count.suggested += 1;
    counts.set(ruleId, count);
  }
  if (counts.size === 0) return [];
  const rows = [...counts].sort(([a, x], [b, y]) => y.findings - x.findings || (a < b ? -1 : 1));
  return [style('bold', 'Findings by rule'), ...columns(rows.map(([rule, { findings, fixable, suggested }]) => [String(findings), rule, remedies(fixable, suggested)]), ['right'])];
}

function remedies(fixable: number, suggested: number): string {
  const parts = [fixable > 0 ? `${String(fixable)} fixable` : '', suggested > 0 ? `${String(suggested)} with a suggestion` : ''];
  const text = parts.filter(Boolean).join(', ');
  return text === '' ? '' : `(${text})`;
}

/**
 * Admin pages that get cheaper, as lines for people; empty where none does.
 *
 * @param pages the largest saving first
 * @param fixed whether fixes were written, so that the second number is a fact and not a prospect
 */
export function pageSummary(pages: readonly PageCost[], cwd: string, fixed: boolean, style: Style): string[] {
  if (pages.length === 0) return [];
  const title = fixed ? 'Queries per admin page, estimated: before and after the fixes' : 'Queries per admin page, estimated: now and with every remedy applied';
  const rows = pages.slice(0, MOST_RESOURCES).map(({ name, file, pageSize, sends, now, remedied }) => [
    String(now),
    '→',
    String(remedied),
    `${name} (${pathFrom(cwd, file)}, ${String(pageSize)} rows a page${sends === 'queries' ? '' : `, in ${sends}`})`,
  ]);
  const more = pages.length - rows.length;
  const paint = (cell: string, column: number): string => (column === 0 ? style('bold', cell) : column === 2 ? style('green', cell) : cell);
  return [style('bold', title), ...columns(rows, ['right', 'left', 'right'], paint), ...(more > 0 ? [`  and ${String(more)} more`] : [])];
}
