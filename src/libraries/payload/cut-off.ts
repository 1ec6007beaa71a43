import { asModelName, namesFew } from '../../model/many.ts';
import { type BrokenQuery, isWrite } from '../../model/query-call.ts';
import { partsTaken } from '../../javascript/answer-parts.ts';
import { conditionsIn } from '../../javascript/conditions.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { OrmCall } from '../../javascript/orm.ts';
import { namesOneRow } from '../../javascript/row-weight.ts';
import { RowTracer } from '../../javascript/rows.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { iterationsAround } from '../../javascript/syntax/iterations.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { keyName, type Node, spanOf, walk } from '../../javascript/syntax/nodes.ts';
import { propertyThroughSpreads } from '../../javascript/syntax/values.ts';
import { DEFAULT_LIMIT } from './facts.ts';
import type { PayloadReader } from './local-api.ts';

/**
 * Reads that set no limit, of which `find` gives the first ten documents, where the code takes these for all: it writes each of them, or asks by `in` for what belongs to them. Whoever
 * asks for an order may mean the first ten, and whoever looks at another page or at the number of all knows of the others.
 */
export function cutOffReads({ module }: SourceFile, reader: PayloadReader, calls: readonly OrmCall[]): BrokenQuery[] {
  const cutOff = new Set(calls.filter((call) => isCutOff(module, call)));
  if (cutOff.size === 0) return [];
  const tracer = new RowTracer(module, (call) => reader.recognise(call));
  const used = new Map<OrmCall, string>();
  const note = (list: Node | undefined, use: string): void => {
    const content = list === undefined ? 'fixed' : tracer.contentOf(list);
    if (typeof content === 'object' && content.call !== undefined && content.path.length === 0 && cutOff.has(content.call) && !used.has(content.call)) used.set(content.call, use);
  };
  for (const call of cutOff) {
    const { value } = conditionsIn(reader.filterOf(call)).find(({ operator }) => operator === 'in') ?? {};
    const content = value === undefined ? 'fixed' : tracer.contentOf(value);
    if (typeof content === 'object' && content.call?.operation === 'readMany') used.set(call, 'of what its `in` asks for it finds');
  }
  for (const { node, operation, callee } of calls) if (isWrite(operation)) for (const { iterable } of iterationsAround(module, node)) note(iterable, `\`${callee}\` writes`);
  walk(module.program, (node) => {
    if (node.type === 'Property' && keyName(node) === 'in' && node.kind === 'init') note(node.value, '`in` asks for what belongs to');
    return undefined;
  });
  return [...used].map(([call, use]) => factOf(module, call, use));
}

function isCutOff(module: SourceFile['module'], call: OrmCall): boolean {
  const { method, atMost, limit, node, options, model, orm } = call;
  if (method !== 'find' || atMost !== DEFAULT_LIMIT || limit !== undefined || options === undefined || namesOneRow(module, call) || (model !== undefined && namesFew(asModelName(model)))) return false;
  // whoever wrote the keys down knows how many there are
  if (conditionsIn(orm.filterOf(call)).some(({ operator, value }) => operator === 'in' && value !== undefined && isFixed(module, value))) return false;
  if (['limit', 'page', 'sort', 'pagination'].some((name) => propertyThroughSpreads(module, options, name) !== undefined)) return false;
  // a loop that reads until nothing is left
  if (iterationsAround(module, node).some(({ kind }) => kind === 'while' || kind === 'step')) return false;
  const parts = partsTaken(module, node);
  return parts !== undefined && parts.length > 0 && parts.every(({ name }) => name === call.answer?.rows);
}

function factOf(module: SourceFile['module'], { node, callee, model }: OrmCall, use: string): BrokenQuery {
  const [given] = node.arguments;
  const whole = given?.type === 'ObjectExpression' ? [{ title: 'Read all that match', edits: [appendProperty(module, given, 'pagination: false')], safety: { changes: 'every document that matches is read' } }] : [];
  return {
    span: [spanOf(node)[0], spanOf(node.callee)[1]], remedies: whole,
    problem: `\`${callee}\` gives the first ${String(DEFAULT_LIMIT)} documents${model === undefined ? '' : ` of \`${model}\``} where nothing sets a limit, and ${use} these alone: whatever comes behind them is left out without a word.`,
    advice: 'Say with `pagination: false` that all are meant, or set the `limit` that is.',
  };
}
