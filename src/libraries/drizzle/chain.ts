import type { TSESTree } from '@typescript-eslint/utils';
import { stepsUnderName } from '../../javascript/readers/builder-chain.ts';
import { methodIn } from '../../javascript/readers/method-reader.ts';
import { constantInit } from '../../javascript/syntax/values.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import { calledOn, type Step, stepsBack } from '../../javascript/syntax/callee.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { columnOf } from './filters.ts';
import { BEGINNINGS, RELATIONAL } from './methods.ts';

/** A chain from the call on the database that begins a query to the last one that belongs to it. */
export interface Chain {
  /** The expression that stands for the database. */
  readonly db: Node;
  /** `orders` of `db.query.orders`. */
  readonly queried: string | undefined;
  readonly steps: readonly [Step, ...Step[]];
}

/** What goes on with a builder; `then` and its kin go on with its answer. */
const GOING_ON = /^(?:from|\w*[jJ]oin(?:Lateral)?|where|having|groupBy|orderBy|limit|offset|for|values|set|returning|on\w+|overridingSystemValue|select|comment|union(?:All)?|intersect(?:All)?|except(?:All)?|\$\w+|use\w*Index|as|prepare|execute|all|get|run|toSQL|getSQL|sync|iterator)$/;

/** What a builder that stands under a name is given later. */
const GIVEN_LATER = /^(?:where|limit|offset|orderBy|groupBy|having|for|\w*[jJ]oin(?:Lateral)?|\$dynamic)$/;

/** What makes no query of a builder: a text, a part of another query, something to be run later; or goes on with the answer, which sends it. */
const NOT_SENT = /^(?:then|catch|finally|as|prepare|toSQL|getSQL|iterator|union(?:All)?|intersect(?:All)?|except(?:All)?)$/;

/** Functions and methods that take a query as part of another one. */
const WITHIN = /^(?:exists|notExists|inArray|notInArray|eq|ne|gt|gte|lt|lte|arrayContains|union(?:All)?|intersect(?:All)?|except(?:All)?|as|from|\w*[jJ]oin|select|with|insert|explain)$/;

const DEPTH = 60;

/** The chain that ends with `node` and is sent by it; undefined where it goes on, is part of another query, or begins with nothing that asks a database. */
export function chainEndingIn(module: JsModule, node: TSESTree.CallExpression): Chain | undefined {
  const chain = chainOfCalls(module, node);
  if (chain === undefined || NOT_SENT.test(chain.steps.at(-1)?.name ?? '') || GOING_ON.test(calledOn(module, node) ?? '')) return undefined;
  if (isPart(module, node)) return undefined;
  const later = stepsUnderName(module, node, (name) => GIVEN_LATER.test(name));
  // what locks in one branch alone is read without a lock in the other
  return { ...chain, steps: [...chain.steps, ...later.steps.filter((step) => step.name !== 'for' || !later.sometimes.has(step))] };
}

function chainOfCalls(module: JsModule, node: TSESTree.CallExpression): Chain | undefined {
  const steps: Step[] = [];
  for (const { name, call, on: object } of stepsBack(node, DEPTH)) {
    steps.unshift({ name, call });
    const [first, ...rest] = steps as [Step, ...Step[]];
    const queried = methodIn(RELATIONAL, name) !== undefined ? queriedBy(object) : undefined;
    if (queried !== undefined) return { ...queried, steps: [first, ...rest] };
    const begins = methodIn(BEGINNINGS, name) !== undefined && (name !== 'select' || rest[0]?.name === 'from') && (name !== 'execute' || rest.length === 0);
    if (begins && object.type !== 'CallExpression') return prepared(module, object, steps) ?? { db: object, queried: undefined, steps: [first, ...rest] };
    if (begins && name !== 'execute' && !isStep(object)) return { db: withoutCte(object), queried: undefined, steps: [first, ...rest] };
  }
  return undefined;
}

/** `statement.execute({ id })`, where the statement was prepared: `const statement = db.select()….prepare('…')`. */
function prepared(module: JsModule, object: Node, steps: readonly Step[]): Chain | undefined {
  const init = object.type === 'Identifier' && steps[0]?.name === 'execute' ? unwrap(constantInit(module, object)) : undefined;
  const chain = init?.type === 'CallExpression' ? chainOfCalls(module, init) : undefined;
  return chain?.steps.at(-1)?.name === 'prepare' ? { ...chain, steps: [...chain.steps, ...steps] } : undefined;
}

/** `db` and `orders` of `db.query.orders`; what 1.0 keeps for the older form is `db._query.orders`. */
function queriedBy(node: Node): Pick<Chain, 'db' | 'queried'> | undefined {
  const query = node.type === 'MemberExpression' ? unwrap(node.object) : undefined;
  if (node.type !== 'MemberExpression' || query?.type !== 'MemberExpression' || !/^_?query$/.test(memberName(query) ?? '')) return undefined;
  const queried = memberName(node);
  return queried === undefined ? undefined : { db: unwrap(query.object), queried };
}

/** True for a call that is a step of a builder, and no function that gives a database. */
function isStep(node: Node): boolean {
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
  return callee?.type === 'MemberExpression' && GOING_ON.test(memberName(callee) ?? '');
}

/** `db.with(recent).select()` */
function withoutCte(node: Node): Node {
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
  return callee?.type === 'MemberExpression' && memberName(callee) === 'with' ? unwrap(callee.object) : node;
}

/** True where the builder is handed to another query, by itself or by the const that holds it. */
function isPart(module: JsModule, node: Node): boolean {
  let below = node;
  let at = module.parentOf(node);
  while (at?.type === 'TSAsExpression' || at?.type === 'TSNonNullExpression' || at?.type === 'ArrowFunctionExpression') [below, at] = [at, module.parentOf(at)];
  if (at?.type === 'TemplateLiteral') return true;
  if (at?.type === 'CallExpression') return at.callee !== below && WITHIN.test(calledName(at));
  if (at?.type !== 'VariableDeclarator' || at.id.type !== 'Identifier') return false;
  const binding = module.resolve(at.id);
  return binding !== undefined && module.referencesTo(binding).some((use) => {
    const parent = module.parentOf(use);
    if (parent?.type === 'TemplateLiteral') return true;
    if (parent?.type === 'CallExpression') return parent.callee !== use && WITHIN.test(calledName(parent));
    const called = parent?.type === 'MemberExpression' ? module.parentOf(parent) : undefined;
    return called?.type === 'CallExpression' && called.callee === parent && NOT_SENT.test(calledName(called));
  });
}

/** The table that a chain is about. */
export function targetOf({ steps, queried }: Chain): Node | undefined {
  const [first, second] = steps;
  const step = first.name.startsWith('select') ? steps.find(({ name }) => name === 'from') : first;
  const isComplete = first.name === 'insert' ? /^(?:values|select|overridingSystemValue)$/.test(second?.name ?? '') : first.name !== 'update' || second?.name === 'set';
  const target = queried === undefined && isComplete ? unwrap(step?.call.arguments[0]) : undefined;
  return target?.type === 'Identifier' || target?.type === 'MemberExpression' ? target : undefined;
}

/** A chain as messages name it. */
export function calleeOf(database: string, { steps, queried }: Chain, table: string | undefined): string {
  const [{ name }] = steps;
  if (queried !== undefined) return `${database}.query.${queried}.${name}`;
  if (name.startsWith('select')) return `${database}.${name}().from(${table ?? '…'})`;
  return name === 'execute' || name === '$count' ? `${database}.${name}` : `${database}.${name}(${table ?? '…'})`;
}

/** How a chain orders its rows, and whether a row of the answer is one of the table: `orderBy(desc(orders.createdAt), orders.id)`. */
export function shapeOf({ steps: [first, ...others] }: Chain): NonNullable<OrmCall['shape']> {
  const step = others.findLast(({ name }) => name === 'orderBy');
  const order = (step?.call.arguments ?? []).map((argument) => {
    const value = unwrap(argument);
    const inner = value.type === 'CallExpression' ? value.arguments[0] : value;
    return { column: (inner && columnOf(inner)) ?? '…', descending: value.type === 'CallExpression' && calledName(value) === 'desc' };
  });
  return { order, grouped: first.name.startsWith('selectDistinct') || others.some(({ name }) => name === 'groupBy') };
}
