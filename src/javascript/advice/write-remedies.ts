import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit, Remedy } from '../../model/text.ts';
import { isNeverNull, modelAt } from '../queries/data-path.ts';
import { contains, isSameForAll, mentionsRow, rowPath } from '../syntax/dependence.ts';
import type { OrmCall, RowLoop, SentLater } from '../queries/orm.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import { isArrayType, isReadonlyArrayType } from '../syntax/annotations.ts';
import { indentAt, losesComment } from '../syntax/edits.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { isFunction, isLoop, memberName, type Node, some, spanOf, unwrap } from '../syntax/nodes.ts';

/** What can be written instead of one write per row: only where the loop does nothing else. */
export function writeRemedies(module: JsModule, found: FoundScope, call: OrmCall): Remedy[] {
  const { iteration } = found;
  if (!isArray(module, found)) return [];
  const hoisted = hoistSave(module, found, call);
  if (hoisted !== undefined) return [hoisted];
  const statement = wholeStatement(module, iteration, call.node);
  const loop = statement && rowLoop(module, found, call);
  const together = loop && call.orm.writeTogether?.(call, loop);
  if (statement === undefined || together === undefined || losesComment(module, statement, [call.node])) return [];
  const guard = together.refusesEmpty === true ? guardAgainstEmpty(module, statement, iteration) : '';
  const replace: Edit = { span: spanOf(statement), text: `${guard ?? ''}await ${together.expression}${module.textOf(statement).endsWith(';') || statement.type === 'ForOfStatement' ? ';' : ''}` };
  return [{ title: together.title, edits: [replace, ...together.edits], safety: { changes: `${guard === undefined ? 'an empty list throws, ' : ''}${together.changes}` } }];
}

/** `if (rows.length > 0) `, where the list can be asked once more and no `else` behind the statement would become this one's. */
function guardAgainstEmpty(module: JsModule, statement: Node, { iterable }: Iteration): string | undefined {
  const list = unwrap(iterable);
  const isPlain = list?.type === 'Identifier' || list?.type === 'MemberExpression';
  return isPlain && !/^(?:If|For|ForOf|ForIn|While|DoWhile|Labeled)Statement$/.test(module.parentOf(statement)?.type ?? '') ? `if (${module.textOf(list)}.length > 0) ` : undefined;
}

/** The list has array methods: queries, annotations and array methods say so. Sets and iterators have none. */
function isArray(module: JsModule, { iteration, rows }: FoundScope): boolean {
  const { iterable, callback, kind, node } = iteration;
  if (kind === 'for-await' || kind === 'for-in' || iterable === undefined) return false;
  if (callback !== undefined && isMethodOf(node, iterable)) return true;
  const value = unwrap(iterable);
  if (value.type === 'CallExpression') return /^(?:map|filter|flatMap|slice|sort|concat|toSorted)$/.test(chainOf(value.callee).names.at(-1) ?? '');
  if (rows.exact && rows.call !== undefined && rows.path.length === 0) return value.type === 'Identifier' || value.type === 'AwaitExpression';
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  if (binding === undefined) return false;
  if (isArrayType(binding.identifier)) return true;
  const init = binding.kind === 'variable' ? unwrap(binding.node.init) : undefined;
  return init?.type === 'ArrayExpression' || (init?.type === 'CallExpression' && /^(?:map|filter|flatMap|slice)$/.test(chainOf(init.callee).names.at(-1) ?? ''));
}

/** `rows.map(…)`; `Array.from(ids, …)` and `_.map(rows, …)` take other things than arrays. */
function isMethodOf(call: Node, list: Node): boolean {
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  return callee?.type === 'MemberExpression' && callee.object === list;
}

/** The list for a method that wants an array of its own: TypeScript lets nobody hand on a `readonly` one. */
function handedOn(module: JsModule, list: Node): string {
  const value = unwrap(list);
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  const text = module.textOf(list);
  return binding !== undefined && isReadonlyArrayType(binding.identifier) ? `[...${text}]` : text;
}

/** The statement that is the loop, where its body is the call and nothing else and nobody uses the result. */
function wholeStatement(module: JsModule, iteration: Iteration, call: Node): Node | undefined {
  if (iteration.callback === undefined) return iteration.kind === 'for-of' && onlyCall(iteration.body) === call ? iteration.node : undefined;
  if (onlyCall(iteration.body) !== call) return undefined;
  const joined = module.parentOf(iteration.node);
  if (joined?.type !== 'CallExpression' || joined.arguments.length !== 1) return undefined;
  const name = memberName(joined.callee as TSESTree.MemberExpression);
  const awaited = module.parentOf(joined);
  const statement = awaited && module.parentOf(awaited);
  if ((name !== 'all' && name !== '$transaction') || awaited?.type !== 'AwaitExpression' || statement?.type !== 'ExpressionStatement') return undefined;
  return statement;
}

/** The one call that a body consists of. */
export function onlyCall(body: Node): Node | undefined {
  let at: Node | null | undefined = body;
  if (at.type === 'BlockStatement') at = at.body.length === 1 ? at.body[0] : undefined;
  if (at?.type === 'ExpressionStatement') at = at.expression;
  else if (at?.type === 'ReturnStatement') at = at.argument;
  const value = unwrap(at);
  return value?.type === 'AwaitExpression' ? unwrap(value.argument) : value;
}

function rowLoop(module: JsModule, { iteration, rows }: FoundScope, call: OrmCall): RowLoop | undefined {
  const { element, iterable } = iteration;
  if (element === undefined || iterable === undefined || !namesOnly(module, iteration, element, call.node)) return undefined;
  const list = module.textOf(iterable);
  const listText = /^(?:Identifier|MemberExpression|CallExpression)$/.test(unwrap(iterable).type) ? list : `(${list})`;
  const row = element.type === 'Identifier' ? element.name : undefined;
  return {
    mapped(expression, assertion = '', text = module.textOf(expression)) {
      if (expression.type === 'Identifier' && expression.name === row) return handedOn(module, iterable);
      return `${listText}.map((${module.textOf(element)}) => ${text.startsWith('{') || assertion !== '' ? `(${text}${assertion})` : text})`;
    },
    dependsOnRow: (node) => mentionsRow(module, iteration, node),
    isSameForAll: (node) => isSameForAll(module, iteration, node),
    mayBeNull(node) {
      const [column, ...deeper] = rowPath(module, iteration, node) ?? [];
      const { dataModel, keyName = 'id' } = rows.call?.orm ?? {};
      if (column === undefined || deeper.length > 0 || !rows.exact || dataModel === undefined) return false;
      const model = modelAt(dataModel, rows.call?.model, rows.path);
      return model === undefined ? column !== keyName : !isNeverNull(model, column);
    },
  };
}

/** True where a call names nothing of the loop but the row, and waits for nothing of its own. */
function namesOnly(module: JsModule, iteration: Iteration, element: Node, call: Node): boolean {
  return !some(call, (node) => {
    if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
    if (node.type !== 'Identifier') return false;
    const binding = module.resolve(node);
    return binding !== undefined && contains(iteration.node, binding.identifier) && !contains(element, binding.identifier) && !contains(call, binding.identifier);
  });
}

/** `for (const row of rows) { …; await repo.save(row); }`: saving once after the loop. */
function hoistSave(module: JsModule, { iteration }: FoundScope, call: OrmCall): Remedy | undefined {
  const { body, node: loop, kind } = iteration;
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined;
  if (kind !== 'for-of' || body.type !== 'BlockStatement' || body.body.length < 2 || last?.type !== 'ExpressionStatement' || onlyCall(last) !== call.node) return undefined;
  const later = call.orm.sentLater?.(call) ?? savedLater(module, iteration, call);
  if (later === undefined || mentionsRow(module, iteration, later.client) || jumps(body)) return undefined;
  if (body.body.slice(0, -1).some((statement) => some(statement, ({ type }) => type === 'AwaitExpression'))) return undefined;
  if (losesComment(module, last, [call.node])) return undefined;
  const previous = body.body.at(-2) as Node;
  const [, previousEnd] = spanOf(previous);
  const [lastStart, lastEnd] = spanOf(last);
  if (/\/\/|\/\*/.test(module.text.slice(previousEnd, lastStart))) return undefined;
  const [start, end] = spanOf(loop);
  const inRound: Edit = later.stays === undefined ? { span: [previousEnd, lastEnd], text: '' } : { span: [lastStart, lastEnd], text: `${later.stays};` };
  return { title: later.title, edits: [inRound, { span: [end, end], text: `\n${indentAt(module, start)}await ${later.after};` }], safety: { changes: later.changes } };
}

/** `await repo.save(rows)` for `await repo.save(row)` in each round. */
function savedLater(module: JsModule, iteration: Iteration, { node, method }: OrmCall): SentLater | undefined {
  const { body, element, iterable } = iteration;
  const argument = node.arguments.at(-1);
  const isRow = argument?.type === 'Identifier' && element?.type === 'Identifier' && argument.name === element.name;
  if (method !== 'save' || iterable?.type !== 'Identifier' || !isRow || isReplaced(module, body, element)) return undefined;
  const before = node.arguments.slice(0, -1).map((one) => `${module.textOf(one)}, `).join('');
  return {
    title: 'Save all rows together after the loop', stays: undefined, client: node.callee, after: `${module.textOf(node.callee)}(${before}${handedOn(module, iterable)})`,
    changes: 'one transaction for all rows: either all are saved or none',
  };
}

/** True where the round puts something else in the place of its row, which the list doesn't hold. */
function isReplaced(module: JsModule, body: Node, row: TSESTree.Identifier): boolean {
  return some(body, (node) => node.type === 'AssignmentExpression' && node.left.type === 'Identifier' && module.resolve(node.left)?.identifier === row);
}

/** True where a round can end early, so that its row isn't saved. */
function jumps(body: Node): boolean {
  return some(body, (node) => /^(?:Break|Continue|Return|Throw)Statement$/.test(node.type) && !isFunction(node) && !isLoop(node));
}
