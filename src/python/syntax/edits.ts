import type { ClassDef, Call, ExprNode, StmtNode } from '../nodes.ts';
import type { Edit, Span } from '../../model/text.ts';
import { isFunction, type PyModule } from './module.ts';
import type { SequenceNode } from './static.ts';

/** Python's literal of a string, in the quotes that the file uses elsewhere in this place. */
export function quoted(value: string, quote: '"' | "'" = '"'): string {
  return quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

/** The quotes that most strings of a node's text are in. */
export function quotesIn(text: string): '"' | "'" {
  const double = text.split('"').length;
  return double >= text.split("'").length ? '"' : "'";
}

/** The tuple literal of some strings: `("a",)`, `("a", "b")`. */
export function tupleText(values: readonly string[], quote: '"' | "'"): string {
  return `(${values.map((value) => quoted(value, quote)).join(', ')}${values.length === 1 ? ',' : ''})`;
}

/**
 * Appends elements to a literal tuple, list or set. Keeps comments, the layout (one line or one element a line) and whether
 * there is a trailing comma. Undefined where the text can't be edited safely: a tuple without parentheses over several lines.
 */
export function appendElements(module: PyModule, node: SequenceNode, values: readonly string[]): Edit | undefined {
  const [start, end] = module.range(node);
  const text = module.text.slice(start, end);
  const quote = quotesIn(text.length > 2 ? text : module.text);
  const items = values.map((value) => quoted(value, quote));
  const last = node.elts.at(-1);
  const bracketed = /^[([{]/.test(text) && /[)\]}]$/.test(text) && !isBareTuple(module, node);
  if (last === undefined) return bracketed ? fillEmpty(module, node, items) : undefined;
  const lastEnd = module.range(last)[1];
  if (!bracketed) return { span: [end, end], text: (text.endsWith(',') ? ' ' : ', ') + items.join(', ') };
  return appendAfter(module, [start, end], lastEnd, node.elts, items);
}

/** A tuple whose text begins and ends with the brackets of its first and last element: `(1, 2), (3, 4)`. */
function isBareTuple(module: PyModule, node: SequenceNode): boolean {
  const [first] = node.elts;
  return node.nodeType === 'Tuple' && first !== undefined && module.range(first)[0] === module.range(node)[0];
}

function fillEmpty(module: PyModule, node: SequenceNode, items: readonly string[]): Edit | undefined {
  const [start, end] = module.range(node);
  const inner = module.text.slice(start + 1, end - 1);
  if (inner.trim() !== '') return undefined;
  const comma = node.nodeType === 'Tuple' && items.length === 1 ? ',' : '';
  return { span: [start + 1, end - 1], text: items.join(', ') + comma };
}

function appendAfter(module: PyModule, [start, end]: Span, lastEnd: number, elements: readonly ExprNode[], items: readonly string[]): Edit | undefined {
  const comma = commaIn(module.text.slice(lastEnd, end - 1));
  if (comma === 'unreadable') return undefined;
  const separator = separatorOf(module, start, elements);
  const added = items.join(`,${separator}`);
  if (separator !== ' ' && endOfLine(module.text, lastEnd) < end - 1) return appendLines(module, lastEnd, comma, separator, added);
  if (comma === undefined) return { span: [lastEnd, lastEnd], text: `,${separator}${added}` };
  // the comma of ("a",) is there only because it stands alone
  const trailing = elements.length === 1 && separator === ' ' ? '' : ',';
  return { span: [lastEnd + comma + 1, lastEnd + comma + 1], text: `${separator}${added}${trailing}` };
}

/** Adds lines after the last element's line, so that a comment on it stays with it. */
function appendLines({ text }: PyModule, lastEnd: number, comma: number | undefined, separator: string, added: string): Edit | undefined {
  const lineEnd = endOfLine(text, lastEnd);
  if (comma === undefined) return { span: [lastEnd, lineEnd], text: `,${text.slice(lastEnd, lineEnd)}${separator}${added}` };
  return lastEnd + comma < lineEnd ? { span: [lineEnd, lineEnd], text: `${separator}${added},` } : undefined;
}

/** Offset of the comma after the last element; comments in between may hold commas of their own. */
function commaIn(tail: string): number | 'unreadable' | undefined {
  let at = 0;
  while (at < tail.length) {
    const char = tail[at];
    if (char === ',') return at;
    if (char === '#') {
      const line = tail.indexOf('\n', at);
      if (line < 0) return 'unreadable';
      at = line;
    } else if (char === ')' || (char !== undefined && !/\s/.test(char) && char !== '\\')) {
      return 'unreadable';
    }
    at += 1;
  }
  return undefined;
}

/** What stands between two elements: a blank, or a line break with the elements' indentation. */
function separatorOf(module: PyModule, start: number, elements: readonly ExprNode[]): string {
  const last = elements.at(-1);
  if (last === undefined) return ' ';
  const [lastStart] = module.range(last);
  const lineStart = module.text.lastIndexOf('\n', lastStart - 1) + 1;
  const before = module.text.slice(lineStart, lastStart);
  if (lineStart <= start || !/^[ \t]*$/.test(before)) return ' ';
  return newlineOf(module.text) + before;
}

/** The line break of a text: CRLF where its first line ends in it. */
export function newlineOf(text: string): string {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}

/** Adds string arguments to a call, after its last positional argument; undefined where the call has `*args` or keywords. */
export function appendArguments(module: PyModule, call: Call, values: readonly string[]): Edit | undefined {
  if (call.keywords.length > 0 || call.args.some((argument) => argument.nodeType === 'Starred')) return undefined;
  const [start, end] = module.range(call);
  const open = module.range(call.func)[1];
  const last = call.args.at(-1);
  const items = values.map((value) => quoted(value, quotesIn(module.text.slice(open, end).length > 2 ? module.text.slice(open, end) : module.text)));
  if (module.text[end - 1] !== ')') return undefined;
  if (last === undefined) return module.text.slice(open, end).replaceAll(/\s/g, '') === '()' ? { span: [open, end], text: `(${items.join(', ')})` } : undefined;
  return appendAfter(module, [start, end], module.range(last)[1], [...call.args, ...(call.args.length === 1 ? call.args : [])], items);
}

/**
 * Adds a line to a class body: after the last of the attributes named in `after` that the class has, else before its first
 * statement that isn't a docstring. Undefined for bodies that stand on the line of `class`.
 */
export function addAttribute(module: PyModule, node: ClassDef, line: string, after: readonly string[]): Edit | undefined {
  const anchor = node.body.findLast((statement) => after.some((name) => isAssignmentOf(statement, name)));
  return anchor === undefined ? addAtTop(module, node, line) : addAfter(module, node, anchor, line);
}

function isAssignmentOf(statement: StmtNode, name: string): boolean {
  const targets = statement.nodeType === 'Assign' ? statement.targets : statement.nodeType === 'AnnAssign' ? [statement.target] : [];
  return targets.some((target) => target.nodeType === 'Name' && target.id === name);
}

function addAfter(module: PyModule, node: ClassDef, anchor: StmtNode, line: string): Edit | undefined {
  const indent = indentOf(module, anchor);
  if (indent === undefined) return undefined;
  const [, end] = module.range(anchor);
  const lineEnd = endOfLine(module.text, end);
  // `a = 1; b = 2`: the next statement begins on the same line
  if (node.body.some((statement) => statement !== anchor && module.range(statement)[0] >= end && module.range(statement)[0] < lineEnd)) return undefined;
  return { span: [lineEnd, lineEnd], text: newlineOf(module.text) + indented(line, indent, module) };
}

function addAtTop(module: PyModule, node: ClassDef, line: string): Edit | undefined {
  const statements = node.body.filter((statement) => statement.nodeType !== 'Comment');
  const [first, second] = statements;
  if (first === undefined) return undefined;
  const isDocstring = first.nodeType === 'Expr' && first.value.nodeType === 'Constant' && typeof first.value.value === 'string';
  const indent = indentOf(module, first);
  if (indent === undefined) return undefined;
  if (first.nodeType === 'Pass' && second === undefined) return { span: module.range(first), text: indented(line, indent, module).slice(indent.length) };
  if (isDocstring) return addAfter(module, node, first, line);
  const at = headOf(module, first);
  const blank = isFunction(first) || first.nodeType === 'ClassDef' ? newlineOf(module.text) : '';
  return { span: [at - indent.length, at - indent.length], text: indented(line, indent, module) + newlineOf(module.text) + blank };
}

/** Offset at which a statement's text begins: the `@` of its first decorator, where it has one. */
function headOf(module: PyModule, statement: StmtNode): number {
  const decorator = isFunction(statement) || statement.nodeType === 'ClassDef' ? statement.decorator_list[0] : undefined;
  return decorator === undefined ? module.range(statement)[0] : module.text.lastIndexOf('@', module.range(decorator)[0]);
}

/** Adds a method at the end of a class body, one blank line before it. */
export function addMethod(module: PyModule, node: ClassDef, text: string): Edit | undefined {
  const last = node.body.findLast((statement) => statement.nodeType !== 'Comment');
  const indent = last === undefined ? undefined : indentOf(module, last);
  if (last === undefined || indent === undefined) return undefined;
  const newline = newlineOf(module.text);
  if (last.nodeType === 'Pass' && node.body.length === 1) return { span: module.range(last), text: indented(text, indent, module).slice(indent.length) };
  const lineEnd = endOfLine(module.text, module.range(last)[1]);
  return { span: [lineEnd, lineEnd], text: newline + newline + indented(text, indent, module) };
}

function indented(text: string, indent: string, module: PyModule): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join(newlineOf(module.text));
}

/** Offset of the end of the line that `offset` is on, without its line break. */
function endOfLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at < 0) return text.length;
  return text[at - 1] === '\r' ? at - 1 : at;
}

/** The white space before a statement; undefined where something else stands before it on its line. */
function indentOf(module: PyModule, statement: StmtNode): string | undefined {
  const start = headOf(module, statement);
  const before = module.text.slice(module.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}
