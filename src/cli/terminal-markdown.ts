import type { Style } from './style.ts';
import { columns, wrapped } from './terminal.ts';

/** As much of Markdown as our own pages use, laid out for a terminal: headings, paragraphs, lists, code and tables, without the addresses of links. */
export function terminalMarkdown(text: string, style: Style, width: number): string {
  return `${text.trim().split(/(^```[^]*?^```$)/m).map((part, index) => (index % 2 === 1 ? codeBlock(part, style) : prose(part, style, width))).filter(Boolean).join('\n\n')}\n`;
}

function codeBlock(block: string, style: Style): string {
  const [fence = '', ...lines] = block.split('\n');
  // what the example shows stands behind the language: "wrong shop/admin.py"
  const [, ...title] = fence.replace(/^`+/, '').split(' ');
  return [...(title.length === 0 ? [] : [style('dim', `    ${title.join(' ')}`)]), ...lines.slice(0, -1).map((line) => `    ${line}`.trimEnd())].join('\n');
}

function prose(text: string, style: Style, width: number): string {
  return text.trim().split(/\n{2,}/).map((block) => blockOf(block, style, width)).filter(Boolean).join('\n\n');
}

function blockOf(block: string, style: Style, width: number): string {
  if (block.startsWith('#')) return style('bold', plain(block.replace(/^#+ /, '')));
  if (block.startsWith('|')) return table(block.split('\n'), style);
  if (!/^(-|\d+\.) /.test(block)) return wrapped(plain(block), width, 0);
  return block.split(/\n(?=(?:-|\d+\.) )/).map((item) => `  ${wrapped(plain(item), width, 4, 2)}`).join('\n');
}

function table(lines: readonly string[], style: Style): string {
  return columns(cellsOf(lines.map(plain))).map((line, index) => (index === 0 ? style('bold', line) : line)).join('\n');
}

/** The cells of each row of a table, without the line below its head. */
export function cellsOf(table: readonly string[]): string[][] {
  return table.filter((line) => !/^\|[\s|:-]+$/.test(line)).map((line) => line.replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

function plain(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');
}
