import { pathToFileURL } from 'node:url';
import type { ESLint, Linter } from 'eslint';
import type { Linker } from '../links.ts';
import { withoutCost } from '../parts.ts';
import { pathFrom } from '../paths.ts';
import { plainId } from '../rule-id.ts';
import type { Style } from '../style.ts';
import { wrapped } from '../terminal.ts';
import { linesOf, remedyOf, type Report, worstFirst } from './report.ts';

export interface Layout {
  readonly style: Style;
  readonly link: Linker;
  /** Columns to fill. */
  readonly width: number;
  /** With the line of code that each finding is about. */
  readonly frames: boolean;
}

const GAP = '  ';
const MARGIN = 2;
const LABEL = 'help: '.length;

/** Findings as people read them: place, rule and cost, what happens, the reason, the edit; the file with the worst page first. */
export function formatFull(report: Report, layout: Layout): string {
  return worstFirst(report).map((result) => fileBlock(result, report, layout)).join('\n');
}

function fileBlock(result: ESLint.LintResult, report: Report, layout: Layout): string {
  const { style, link } = layout;
  const lines = layout.frames ? linesOf(result) : [];
  return result.messages.map((message) => {
    const place = `${pathFrom(report.root, result.filePath)}:${String(message.line)}:${String(message.column)}`;
    const remedy = remedyOf(message);
    const rule = plainId(message.ruleId);
    const isWarning = message.severity !== 2;
    const parts = report.partsOf(result.filePath, message);
    const { cost, help, note } = parts;
    const texts = [place, ...(isWarning ? ['warning'] : []), rule, ...(cost === undefined ? [] : [cost]), ...(remedy === undefined ? [] : [`[${remedy}]`])];
    // beside a long path there is no room for it: then the headline ends with it
    const isCostBeside = cost !== undefined && texts.join(GAP).length <= layout.width;
    const head = [
      link(style('bold', place), pathToFileURL(result.filePath).href),
      ...(isWarning ? [style('yellow', 'warning')] : []),
      link(style('magenta', rule), report.rules[rule]?.meta?.docs?.url),
      ...(isCostBeside ? [style('red', cost)] : []),
      ...(remedy === undefined ? [] : [style('green', `[${remedy}]`)]),
    ];
    const body = [
      `${' '.repeat(MARGIN)}${wrapped(isCostBeside ? withoutCost(parts) : parts.headline, layout.width, MARGIN)}`,
      ...codeFrame(message, lines, style),
      // the edit may speak of the place that the reason names
      ...labelled('note: ', note, 'dim', layout),
      ...labelled('help: ', help, 'cyan', layout),
    ];
    return `${head.join(GAP)}\n${body.join('\n')}\n`;
  }).join('\n');
}

function labelled(label: string, text: string | undefined, how: Parameters<Style>[0], { style, width }: Layout): string[] {
  if (text === undefined) return [];
  return [`${' '.repeat(MARGIN)}${style(how, label)}${wrapped(text, width, MARGIN + LABEL)}`];
}

/** The line, and carets below what the finding is about; of several lines, the first. */
function codeFrame({ line, column, endLine, endColumn }: Linter.LintMessage, lines: readonly string[], style: Style): string[] {
  const code = lines[line - 1];
  if (code === undefined) return [];
  const number = String(line);
  const before = code.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const length = (endLine === line && endColumn !== undefined ? endColumn : code.length + 1) - column;
  const gutter = (text: string): string => style('dim', `  ${text.padStart(number.length)} | `);
  return [`${gutter(number)}${code}`, `${gutter('')}${before}${style('red', '^'.repeat(Math.max(length, 1)))}`];
}
