import type { TSESTree } from '@typescript-eslint/utils';
import { answerTo } from '../queries/answer-parts.ts';
import { addedTo, mapMadeOf } from '../rows/collected.ts';
import { columnsCompared } from './answer-uses.ts';
import { columnOf } from './sums.ts';
import { callOn } from '../syntax/callee.ts';
import { answersOf } from '../syntax/flow.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, keyName, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';

// What code does with a list of rows that it needs only a few of, or a word or two of each.

/**
 * The column by which code looks rows up, and for which it has them alone: `rows.find((row) => row.code === line.code)` for each of a list, `new Map(rows.map((row) =>
 * [row.code, row]))` of which it gets some.
 */
export function soughtBy(module: JsModule, call: Node): string | undefined {
  const columns = usesOf(module, call)?.map((use) => columnSought(module, use));
  return columns !== undefined && columns.length > 0 && columns.every((column) => column === columns[0]) ? columns[0] : undefined;
}

/** True where each row becomes what a person chooses from, and nothing else: `rows.map((row) => ({ value: row.id, label: row.name }))`. */
export function areChoices(module: JsModule, call: Node): boolean {
  const uses = usesOf(module, call);
  return uses !== undefined && uses.length > 0 && uses.every((use) => isMadeChoice(calling(module, use, /^map$/)));
}

/** All uses of the rows that `call` gives a promise of: of the name that they are put under, or the one that is made on the spot. */
function usesOf(module: JsModule, call: Node): readonly Node[] | undefined {
  const answer = answerTo(module, call, /^Promise\.all$/);
  const { below, at } = answer?.type === 'AwaitExpression' ? outside(module, answer) : { below: undefined, at: undefined };
  const pattern = at?.type === 'VariableDeclarator' && at.init === below ? at.id : answer?.type === 'Identifier' ? answer : undefined;
  if (pattern === undefined) return below === undefined ? undefined : [below];
  const binding = pattern.type === 'Identifier' ? module.resolve(pattern) : undefined;
  return binding?.kind === 'variable' ? module.referencesTo(binding).filter((use) => use !== pattern) : undefined;
}

/** The call of one of these methods on what `node` is. */
function calling(module: JsModule, node: Node, methods: RegExp): TSESTree.CallExpression | undefined {
  const call = callOn(module, outside(module, node).below);
  return call !== undefined && methods.test(calledName(call)) ? call : undefined;
}

/** The one expression that a callback gives back. */
function givenBy(callback: Node | undefined): Node | undefined {
  const [value, ...others] = isFunction(callback) ? answersOf(callback) : [];
  return others.length === 0 ? unwrap(value) : undefined;
}

function columnSought(module: JsModule, rows: Node): string | undefined {
  const picking = calling(module, rows, /^(?:find|filter|some)$/);
  if (picking !== undefined) return columnEqual(module, picking.arguments[0]);
  const { at } = outside(module, rows);
  const made = at?.type === 'ForOfStatement' ? mapFilledBy(module, at) : mapOfPairs(module, calling(module, rows, /^map$/));
  return made !== undefined && areSomeTaken(module, made.map) ? made.column : undefined;
}

/** A map of rows by one of their columns. */
interface RowMap {
  readonly map: TSESTree.Identifier;
  readonly column: string | undefined;
}

/** `(row) => row.code === line.code`, `(row) => row.code === line.code && row.id !== line.id` */
function columnEqual(module: JsModule, test: Node | undefined): string | undefined {
  let compared = givenBy(test);
  while (compared?.type === 'LogicalExpression' && compared.operator === '&&') compared = unwrap(compared.left);
  return isFunction(test) && compared?.type === 'BinaryExpression' && /^===?$/.test(compared.operator) ? columnsCompared(module, test)[0] : undefined;
}

/** `new Map(rows.map((row) => [row.code, row]))` */
function mapOfPairs(module: JsModule, pairs: TSESTree.CallExpression | undefined): RowMap | undefined {
  const callback = pairs?.arguments[0];
  const pair = givenBy(callback);
  const [key, value] = pair?.type === 'ArrayExpression' ? pair.elements : [];
  const row = isFunction(callback) && callback.params[0] !== undefined ? parameterPattern(callback.params[0]) : undefined;
  if (pair?.type !== 'ArrayExpression' || !key || !value || row?.type !== 'Identifier') return undefined;
  const map = mapMadeOf(module, pair, value);
  return map && { map, column: columnOf(row.name, key) };
}

/** `for (const row of rows) byCode.set(row.code, row);` and nothing else. */
function mapFilledBy(module: JsModule, { left, body }: TSESTree.ForOfStatement): RowMap | undefined {
  const [only, ...others] = body.type === 'BlockStatement' ? body.body : [body];
  const call = only?.type === 'ExpressionStatement' && others.length === 0 ? unwrap(only.expression) : undefined;
  const row = left.type === 'VariableDeclaration' ? left.declarations[0].id : undefined;
  const [key, value] = call?.type === 'CallExpression' ? call.arguments : [];
  if (call?.type !== 'CallExpression' || key === undefined || value === undefined || row?.type !== 'Identifier') return undefined;
  const filled = addedTo(module, call, value);
  return filled?.isMap === true ? { map: filled.name, column: columnOf(row.name, key) } : undefined;
}

/** Of what the map holds only what is named is taken: `byCode.get(line.code)`, `byCode[line.code]`. */
function areSomeTaken(module: JsModule, map: TSESTree.Identifier): boolean {
  const binding = module.resolve(map);
  const uses = binding === undefined ? [] : module.referencesTo(binding).filter((use) => use !== map && calling(module, use, /^set$/) === undefined);
  return uses.length > 0 && uses.every((use) => {
    const { below, at } = outside(module, use);
    return calling(module, use, /^(?:get|has)$/) !== undefined || (at?.type === 'MemberExpression' && at.object === below && at.computed);
  });
}

function isMadeChoice(map: TSESTree.CallExpression | undefined): boolean {
  const callback = map?.arguments[0];
  const made = givenBy(callback);
  const names = made?.type === 'ObjectExpression' ? made.properties.map((property) => (property.type === 'Property' ? keyName(property) : undefined)) : [];
  return names.includes('label') && names.includes('value');
}
