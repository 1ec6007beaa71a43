import type { TSESTree } from '@typescript-eslint/utils';
import { contains } from '../syntax/dependence.ts';
import type { Filter } from '../queries/conditions.ts';
import type { OrmCall } from '../queries/orm.ts';
import { calledOn, type Step, stepsFrom } from '../syntax/callee.ts';
import { consumptionOf } from '../syntax/consumption.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, keyName, type Node, propertyOf, spanOf, unwrap } from '../syntax/nodes.ts';
import { objectValue, stringValue } from '../syntax/values.ts';
import type { VariableBinding } from '../syntax/bindings.ts';

/** A query that is put together by calls on a builder, one after the other, also in statements of their own. */
export interface Built {
  /** The call that gives the builder. */
  readonly begin: TSESTree.CallExpression;
  /** What is called on it, up to where it is sent. */
  readonly steps: readonly Step[];
  /** Those of the steps that a branch may leave out. */
  readonly sometimes: ReadonlySet<Step>;
  /** Something else gets the builder in between, and may call on it whatever it wants. */
  readonly isOpen: boolean;
  /** The variable that holds it when `node` goes on with it. */
  readonly holder: VariableBinding | undefined;
}

/** How a library's builders are told. */
export interface Builders {
  /** True for a call that gives a builder. */
  readonly begins: (call: TSESTree.CallExpression) => boolean;
  /** Methods of a builder that make no query of it: `toSQL`. */
  readonly notSent: RegExp;
}

/** Methods of a builder whose answer is no builder any more. */
const ANSWERS = /^(?:then|catch|finally|asCallback|pipe|on|map|forEach|spread|tap|return)$/;

/** Methods that take a query as part of another one. */
const WITHIN = /where|join|having|^(?:from|into|with\w*|union\w*|intersect|except|select|column\w*|as|raw|insert|update|patch|set|on\w*|exists|ref|merge|for|returning|orderBy\w*|groupBy\w*|fromRaw)$/i;

const DEPTH = 60;
const HOLDERS = 4;

/**
 * The query that is sent with the builder that `node` gives; undefined where the chain goes on, where nobody is seen to wait for it, where it becomes part of another query,
 * and where it is no builder.
 */
export function sentAt(module: JsModule, node: TSESTree.CallExpression, builders: Builders): Built | undefined {
  const name = calledName(node);
  const next = calledOn(module, node);
  if (ANSWERS.test(name) || builders.notSent.test(name) || (next !== undefined && !ANSWERS.test(next))) return undefined;
  const links = linksOf(module, node, builders);
  const holder = heldBy(module, node);
  // `query.where(…);` and `query = query.where(…);` change a builder that is sent elsewhere: there may be many, each of which would look at those before
  if (links.begin === undefined && (holder === links.variable || module.parentOf(node)?.type === 'ExpressionStatement')) return undefined;
  const built = builtBy(module, node, builders, HOLDERS, links);
  if (built === undefined || isPart(module, node)) return undefined;
  if (holder !== undefined) return sentBy(module, node, built, holder);
  const consumption = consumptionOf(module, node);
  return consumption === 'unknown' || (consumption === 'dropped' && built.holder !== undefined) ? undefined : built;
}

/** What a builder that a variable holds is when the variable itself is waited for or handed back. */
function sentBy(module: JsModule, node: Node, built: Built, holder: VariableBinding): Built | undefined {
  const uses = module.referencesTo(holder).filter((use) => use !== holder.identifier && module.parentOf(use)?.type !== 'MemberExpression' && !isTarget(module, use));
  const isSent = uses.some((use) => !/^(?:unknown|dropped)$/.test(consumptionOf(module, use)) && !isPart(module, use));
  if (!isSent) return undefined;
  const later = stepsOn(module, holder, node);
  return { ...built, steps: [...built.steps, ...later.steps], sometimes: new Set([...built.sometimes, ...later.sometimes]), isOpen: built.isOpen || uses.some((use) => consumptionOf(module, use) === 'unknown') };
}

/** A chain by its own text. */
interface Links {
  /** The call that gives the builder. */
  readonly begin?: TSESTree.CallExpression;
  /** Otherwise the variable that it begins with. */
  readonly variable?: VariableBinding | undefined;
  /** What is called on either. */
  readonly after: readonly Step[];
}

function linksOf(module: JsModule, node: Node, builders: Builders): Links {
  const links: TSESTree.CallExpression[] = [];
  let at: Node = unwrap(node);
  for (let depth = DEPTH; depth > 0 && at.type === 'CallExpression'; depth -= 1) {
    links.unshift(at);
    const callee: Node = unwrap(at.callee);
    at = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
  }
  const first = links.findIndex((link) => builders.begins(link));
  const begin = links[first];
  if (begin !== undefined) return { begin, after: links.slice(first + 1).map(stepOf) };
  const binding = at.type === 'Identifier' ? module.resolve(at) : undefined;
  return { after: links.map(stepOf), variable: binding?.kind === 'variable' ? binding : undefined };
}

/** The builder that an expression is. */
function builtBy(module: JsModule, node: Node, builders: Builders, holders = HOLDERS, { begin, after, variable: binding } = linksOf(module, node, builders)): Built | undefined {
  if (begin !== undefined) return { begin, steps: after, sometimes: new Set(), isOpen: false, holder: undefined };
  if (binding?.node.id.type !== 'Identifier' || binding.node.init === null || holders === 0) return undefined;
  const base = builtBy(module, binding.node.init, builders, holders - 1);
  if (base === undefined) return undefined;
  const later = stepsOn(module, binding, binding.node.init, node);
  return { begin: base.begin, steps: [...base.steps, ...later.steps, ...after], sometimes: new Set([...base.sometimes, ...later.sometimes]), isOpen: base.isOpen, holder: binding };
}

function stepOf(call: TSESTree.CallExpression): Step {
  return { name: calledName(call), call };
}

/** The variable that is set to what `node` gives, at its declaration or later. */
function heldBy(module: JsModule, node: Node): VariableBinding | undefined {
  const at = module.parentOf(node);
  const target = at?.type === 'VariableDeclarator' && at.init === node ? at.id : at?.type === 'AssignmentExpression' && at.right === node ? at.left : undefined;
  const binding = target?.type === 'Identifier' ? module.resolve(target) : undefined;
  return binding?.kind === 'variable' ? binding : undefined;
}

function isTarget(module: JsModule, use: Node): boolean {
  const parent = module.parentOf(use);
  return parent?.type === 'AssignmentExpression' && parent.left === use;
}

/**
 * What statements of their own call on a builder that a variable holds: `query.where(…);`, `query = query.where(…);`. What is called on a copy changes the copy.
 *
 * @param until the use of it before which they have to stand
 */
function stepsOn(module: JsModule, holder: VariableBinding, declared: Node, until?: Node): { readonly steps: readonly Step[]; readonly sometimes: readonly Step[] } {
  const steps: Step[] = [];
  const sometimes: Step[] = [];
  const home = module.functionAround(declared);
  for (const use of module.referencesTo(holder)) {
    if (until !== undefined && (spanOf(use)[0] >= spanOf(until)[0] || contains(until, use))) continue;
    const found = stepsFrom(module, use, (name) => name !== 'clone');
    const at = found.at(-1)?.call;
    const around = at && module.parentOf(at);
    if (at === undefined || !(around?.type === 'ExpressionStatement' || (around !== undefined && heldBy(module, at) === holder))) continue;
    steps.push(...found);
    if (isInBranch(module, at, holder.node) || module.functionAround(at) !== home) sometimes.push(...found);
  }
  return { steps, sometimes };
}

/**
 * What later code calls on the query that `node` gives to a name, whether it waits for that or changes the query alone: `query.skip(skip).limit(20);`,
 * `return query.limit(20)`. Up to a copy, and to what goes on with the answer.
 *
 * @param isStep true for a method that goes on with the query
 */
export function stepsUnderName(module: JsModule, node: Node, isStep: (name: string) => boolean): { readonly steps: readonly Step[]; readonly sometimes: ReadonlySet<Step> } {
  const holder = heldBy(module, node);
  const steps: Step[] = [];
  const sometimes = new Set<Step>();
  if (holder?.node.init !== node) return { steps, sometimes };
  for (const use of module.referencesTo(holder)) {
    const found = stepsFrom(module, use, isStep);
    steps.push(...found);
    if (found.length > 0 && isInBranch(module, wholeAround(module, use), holder.node)) for (const step of found) sometimes.add(step);
  }
  return { steps, sometimes };
}

/** The statement that a node stands in, or the part of it that a condition may leave out: `locked ? query.forUpdate() : query`. */
function wholeAround(module: JsModule, node: Node): Node {
  let at = node;
  let around = module.parentOf(at);
  while (around !== undefined && !/Statement$|^VariableDeclaration$/.test(at.type) && !/^(?:Conditional|Logical)Expression$/.test(around.type)) [at, around] = [around, module.parentOf(around)];
  return at;
}

/** True where a condition or a loop stands between a statement and what is declared before it. */
function isInBranch(module: JsModule, node: Node, declared: Node): boolean {
  for (let at = module.parentOf(node); at !== undefined && !contains(at, declared); at = module.parentOf(at)) if (!/^(?:BlockStatement|ExpressionStatement|AssignmentExpression)$/.test(at.type)) return true;
  return false;
}

/** True where a query is handed to another one, by itself or in what a callback or an object gives it. */
function isPart(module: JsModule, node: Node): boolean {
  let below = node;
  let at = module.parentOf(node);
  while (at !== undefined && /^(?:ArrayExpression|ObjectExpression|Property|SpreadElement|TSAsExpression|TSNonNullExpression)$/.test(at.type)) [below, at] = [at, module.parentOf(at)];
  if (at?.type === 'ArrowFunctionExpression' && at.body === below && !at.async) [below, at] = [at, module.parentOf(at)];
  if (at?.type === 'TemplateLiteral') return true;
  return at?.type === 'CallExpression' && at.callee !== below && unwrap(at.callee).type === 'MemberExpression' && WITHIN.test(calledName(at));
}

/** What stands for the condition of a query: its value where it is one, otherwise the last step, whose chain holds those before. */
export function conditionOf(wheres: readonly Step[]): Node | undefined {
  const [only, ...more] = wheres;
  return more.length > 0 ? more.at(-1)?.call : (only?.call.arguments.at(-1) ?? only?.call);
}

/** The last step of a name. */
export function lastStep({ steps }: Pick<Built, 'steps'>, name: RegExp): Step | undefined {
  return steps.findLast((step) => name.test(step.name));
}

/** How the steps `orderBy('created_at', 'desc')` and `orderBy([{ column, order }])` order the rows, and whether a row of the answer is one of the table. */
export function shapeOf(module: JsModule, { steps }: Pick<Built, 'steps'>): NonNullable<OrmCall['shape']> {
  const order = steps.flatMap(({ name, call: { arguments: [first, second] } }) => {
    if (name === 'orderByRaw') return [{ column: '…', descending: false }];
    if (name !== 'orderBy' || first === undefined) return [];
    const listed = unwrap(first);
    return listed.type === 'ArrayExpression' ? listed.elements.flatMap((element) => (element === null ? [] : orderedBy(module, element))) : orderedBy(module, listed, second);
  });
  return { order, grouped: steps.some(({ name }) => /^(?:groupBy\w*|distinct\w*|countDistinct|sumDistinct)$/.test(name)) };
}

function orderedBy(module: JsModule, node: Node, direction?: Node): NonNullable<OrmCall['shape']>['order'] {
  const object = objectValue(module, node);
  const column = stringValue(module, object === undefined ? node : propertyOf(object, 'column')?.value);
  const stated = stringValue(module, object === undefined ? direction : propertyOf(object, 'order')?.value);
  return [{ column: column?.split('.').at(-1) ?? '…', descending: stated?.toLowerCase() === 'desc' }];
}

const EQUALS: ReadonlySet<string> = new Set(['=', '==', '===', 'is']);
const RANGES: ReadonlySet<string> = new Set(['>', '>=', '<', '<=', 'like', 'ilike', '~', '~*', 'between']);

/** What a step asks for in a way of its own: its arguments say whether that differs from row to row. */
function unread({ arguments: given }: TSESTree.CallExpression): Filter {
  return given.map((value) => ({ path: [], operator: 'other', value }));
}

/**
 * What the steps of a builder ask for: `where('id', id)`, `where({ id, status })`, `where('total', '>', 5)`, `whereIn('id', ids)`, `orWhere(…)`; undefined where
 * something else may have called on the builder as well.
 *
 * @param pathOf where a column stands, as the code writes it: `['id']` of `orders.id`, empty for one that can't be told
 * @param ownFilter what a step asks for that is the library's own: `findById(id)`
 */
export function filterOfSteps(module: JsModule, { steps, sometimes, isOpen }: Built, pathOf: (column: string) => readonly string[], ownFilter: (step: Step) => Filter | undefined = () => undefined): Filter | undefined {
  if (isOpen) return undefined;
  let found: Filter = [];
  for (const step of steps) {
    const asked = ownFilter(step) ?? askedBy(module, step, pathOf);
    if (asked.length === 0) continue;
    if (sometimes.has(step)) found = [...found, ...unread(step.call)];
    else found = step.name.startsWith('or') && found.length > 0 ? [{ any: [found, asked], value: step.call }] : [...found, ...asked];
  }
  return found;
}

function askedBy(module: JsModule, { name, call }: Step, pathOf: (column: string) => readonly string[]): Filter {
  const [first, second, third] = call.arguments.map((argument) => unwrap(argument));
  const kind = /^(?:and|or)?(where\w*|having\w*|modify)$/i.exec(name)?.[1];
  if (kind === undefined || first === undefined) return [];
  const column = stringValue(module, first);
  const path = column === undefined ? [] : pathOf(column);
  switch (kind.toLowerCase()) {
    case 'where': {
      const object = objectValue(module, first);
      if (object !== undefined) return object.properties.flatMap((property): Filter => (property.type === 'Property' && keyName(property) !== undefined ? [{ path: pathOf(keyName(property) ?? ''), operator: 'equals', value: unwrap(property.value) }] : [{ path: [], operator: 'other', value: property }]));
      if (column === undefined || second === undefined) return unread(call);
      const operator = third === undefined ? '=' : stringValue(module, second)?.toLowerCase();
      const value = third ?? second;
      if (isFunction(value) || operator === undefined) return unread(call);
      return [{ path, operator: EQUALS.has(operator) ? 'equals' : operator === 'in' ? 'in' : RANGES.has(operator) ? 'range' : 'other', value }];
    }
    case 'wherein':
      return second === undefined || isFunction(second) || column === undefined ? unread(call) : [{ path, operator: 'in', value: second }];
    case 'wherebetween':
    case 'wherelike':
    case 'whereilike':
      return [{ path, operator: 'range', value: second ?? call }];
    default:
      return [{ path: /^where(?:Not\w*|Null)$/i.test(kind) ? path : [], operator: 'other', value: second ?? call }];
  }
}
