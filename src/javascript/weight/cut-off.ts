import { asModelName, namesFew } from '../../model/many.ts';
import { type BrokenQuery, isWrite } from '../../model/query-call.ts';
import type { Edit } from '../../model/text.ts';
import { partsTaken } from '../queries/answer-parts.ts';
import { conditionsIn } from '../queries/conditions.ts';
import type { SourceFile } from '../project/modules.ts';
import { narrowed } from './narrowing.ts';
import type { OrmCall, OrmReader } from '../queries/orm.ts';
import { namesOneRow } from './row-weight.ts';
import { RowTracer } from '../rows/rows.ts';
import { isFixed } from '../syntax/fixed.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { isFunction, keyName, memberName, type Node, some, spanOf, walk } from '../syntax/nodes.ts';
import { numberValue, propertyThroughSpreads } from '../syntax/values.ts';

/** A library whose reads give the first few rows where nothing sets a limit. */
export interface CutOff {
  readonly reader: OrmReader;
  /** How many it gives then, as its reader says of such calls. */
  readonly limit: number;
  /** What it calls its rows: `documents`. */
  readonly rows: string;
  /** Options by which a read says that it means no more than it gets, or looks at the others too. */
  readonly options: readonly string[];
  /** How a filter says that a value is one of a list: `in`. */
  readonly inList: string;
  /** Where nothing sets a limit, in words. */
  readonly where: string;
  readonly advice: string;
  /** The edit that asks for all that match; undefined where it can't be written. */
  readonly askForAll: (call: OrmCall) => Edit | undefined;
}

/**
 * Reads that set no limit, of which the library gives the first few rows, where the code takes these for all: it writes each of them, asks by a list for what belongs to them, adds them
 * up, or looks for one among them. Whoever
 * asks for an order may mean the first few, and whoever looks at another page or at the number of all knows of the others.
 */
export function cutOffReads({ module }: SourceFile, library: CutOff, calls: readonly OrmCall[]): BrokenQuery[] {
  const { reader, inList } = library;
  const cutOff = new Set(calls.filter((call) => isCutOff(module, library, call)));
  if (cutOff.size === 0) return [];
  const tracer = new RowTracer(module, (call) => reader.recognise(call));
  const used = new Map<OrmCall, string>();
  const note = (list: Node | undefined, use: string, isOfMany = false): void => {
    const content = list === undefined ? 'fixed' : tracer.contentOf(list);
    if (typeof content !== 'object' || content.call === undefined || content.path.length > 0 || !cutOff.has(content.call) || used.has(content.call)) return;
    // what belongs to one parent is rarely more than a hundred
    if (!isOfMany || library.limit < PAGE || narrowed(module, content.call, () => undefined) !== 'part') used.set(content.call, use);
  };
  for (const call of cutOff) {
    const { value } = conditionsIn(reader.filterOf(call)).find(({ operator }) => operator === 'in') ?? {};
    const content = value === undefined ? 'fixed' : tracer.contentOf(value);
    if (typeof content === 'object' && content.call?.operation === 'readMany' && mostOf(module, content.call) > library.limit) used.set(call, `of what its \`${inList}\` asks for it finds`);
  }
  for (const { node, operation, callee } of calls) if (isWrite(operation)) for (const { iterable } of iterationsAround(module, node)) note(iterable, `\`${callee}\` writes`);
  walk(module.program, (node) => {
    if (node.type === 'Property' && keyName(node) === inList && node.kind === 'init') note(node.value, `\`${inList}\` asks for what belongs to`);
    return undefined;
  });
  for (const { callee, arguments: [callback] } of module.calls) {
    const use = callee.type === 'MemberExpression' ? useOfMethod(memberName(callee) ?? '', callback) : undefined;
    if (use !== undefined && callee.type === 'MemberExpression') note(callee.object, use, true);
  }
  return [...used].map(([call, use]) => factOf(library, call, use));
}

/** What a method of a list says of rows that are taken for all: a sum of some is wrong, and so is that none among them has a value. That one differs from a value is seen of the first few. */
function useOfMethod(name: string, callback: Node | undefined): string | undefined {
  if (name === 'reduce') return 'the code adds up';
  if (!/^(?:find|findLast|findIndex|some)$/.test(name) || !isFunction(callback)) return undefined;
  const isCompared = some(callback, (node) => node.type === 'BinaryExpression' && /^={2,3}$/.test(node.operator));
  const isDifferent = some(callback, (node) => node.type === 'BinaryExpression' && /^!={1,2}$/.test(node.operator));
  return isCompared && !isDifferent ? 'the code looks for one among' : undefined;
}

const STATE = /(?:status|state|stage|phase|type|kind)$/i;

/** A page of rows, where the code doesn't say how many they are. */
const PAGE = 100;

/** How many rows a read asks for at most. */
function mostOf(module: SourceFile['module'], { limit }: OrmCall): number {
  return limit === undefined ? Infinity : (numberValue(module, limit) ?? PAGE);
}

function isCutOff(module: SourceFile['module'], library: CutOff, call: OrmCall): boolean {
  const { atMost, limit, node, answer, options, model, orm, operation } = call;
  if (operation !== 'readMany' || atMost !== library.limit || limit !== undefined || options === undefined || namesOneRow(module, call) || (model !== undefined && namesFew(asModelName(model)))) return false;
  // whoever wrote the keys down knows how many there are, but for states that any number of rows are in
  if (conditionsIn(orm.filterOf(call)).some(({ operator, path, value }) => operator === 'in' && value !== undefined && !STATE.test(path.at(-1) ?? '') && isFixed(module, value))) return false;
  if (library.options.some((name) => propertyThroughSpreads(module, options, name) !== undefined)) return false;
  // a loop that reads until nothing is left
  if (iterationsAround(module, node).some(({ kind }) => kind === 'while' || kind === 'step')) return false;
  if (answer === undefined) return true;
  const parts = partsTaken(module, node);
  return parts !== undefined && parts.length > 0 && parts.every(({ name }) => name === answer.rows);
}

function factOf({ limit, rows, where, advice, askForAll }: CutOff, call: OrmCall, use: string): BrokenQuery {
  const { node, callee, model } = call;
  const edit = askForAll(call);
  return {
    span: [spanOf(node)[0], spanOf(node.callee)[1]],
    remedies: edit === undefined ? [] : [{ title: 'Read all that match', edits: [edit], safety: { changes: `every ${rows.replace(/s$/, '')} that matches is read` } }],
    problem: `\`${callee}\` gives the first ${String(limit)} ${rows}${model === undefined ? '' : ` of \`${model}\``} ${where}, and ${use} these alone: whatever comes after them is silently left out.`,
    advice,
  };
}
