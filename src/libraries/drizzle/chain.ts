import type { TSESTree } from '@typescript-eslint/utils';
import { constantInit } from '../../javascript/syntax/values.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';

/** One call of a chain: `.where(…)`. */
export interface Step {
  readonly name: string;
  readonly call: TSESTree.CallExpression;
}

/** A chain from the call on the database that begins a query to the last one that belongs to it. */
export interface Chain {
  /** The expression that stands for the database. */
  readonly db: Node;
  /** `orders` of `db.query.orders`. */
  readonly queried: string | undefined;
  readonly steps: readonly [Step, ...Step[]];
}

const BEGINNING = /^(?:select(?:Distinct(?:On)?)?|insert|update|delete|execute|\$count)$/;
const RELATIONAL = /^find(?:Many|First)$/;

/** What goes on with a builder; `then` and its kin go on with its answer. */
const GOING_ON = /^(?:from|\w*[jJ]oin(?:Lateral)?|where|having|groupBy|orderBy|limit|offset|for|values|set|returning|on\w+|overridingSystemValue|select|comment|union(?:All)?|intersect(?:All)?|except(?:All)?|\$\w+|use\w*Index|as|prepare|execute|all|get|run|toSQL|getSQL|sync|iterator)$/;

/** What makes no query of a builder: a text, a part of another query, something to be run later. */
const NOT_SENT = /^(?:as|prepare|toSQL|getSQL|iterator|union(?:All)?|intersect(?:All)?|except(?:All)?)$/;

/** Functions and methods that take a query as part of another one. */
const WITHIN = /^(?:exists|notExists|inArray|notInArray|eq|ne|gt|gte|lt|lte|arrayContains|union(?:All)?|intersect(?:All)?|except(?:All)?|as|from|\w*[jJ]oin|select|with|insert|explain)$/;

const DEPTH = 60;

/** The chain that ends with `node` and is sent by it; undefined where it goes on, is part of another query, or begins with nothing that asks a database. */
export function chainEndingIn(module: JsModule, node: TSESTree.CallExpression): Chain | undefined {
  const chain = chainOfCalls(module, node);
  if (chain === undefined || NOT_SENT.test(chain.steps.at(-1)?.name ?? '') || goesOn(module, node)) return undefined;
  return isPart(module, node) ? undefined : chain;
}

function chainOfCalls(module: JsModule, node: TSESTree.CallExpression): Chain | undefined {
  const steps: Step[] = [];
  let at: Node = node;
  for (let depth = DEPTH; depth > 0 && at.type === 'CallExpression'; depth -= 1) {
    const callee: Node = unwrap(at.callee);
    const name: string | undefined = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
    steps.unshift({ name, call: at });
    const [first, ...rest] = steps as [Step, ...Step[]];
    const object: Node = unwrap(callee.object);
    const queried = RELATIONAL.test(name) ? queriedBy(object) : undefined;
    if (queried !== undefined) return { ...queried, steps: [first, ...rest] };
    const begins = BEGINNING.test(name) && (name !== 'select' || rest[0]?.name === 'from') && (name !== 'execute' || rest.length === 0);
    if (begins && object.type !== 'CallExpression') return prepared(module, object, steps) ?? { db: object, queried: undefined, steps: [first, ...rest] };
    if (begins && name !== 'execute' && !isStep(object)) return { db: withoutCte(object), queried: undefined, steps: [first, ...rest] };
    at = object;
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

function goesOn(module: JsModule, node: Node): boolean {
  const member = module.parentOf(node);
  if (member?.type !== 'MemberExpression' || member.object !== node) return false;
  const parent = module.parentOf(member);
  return parent?.type === 'CallExpression' && parent.callee === member && GOING_ON.test(memberName(member) ?? '');
}

/** True where the builder is handed to another query, by itself or by the const that holds it. */
function isPart(module: JsModule, node: Node): boolean {
  let below = node;
  let at = module.parentOf(node);
  while (at?.type === 'TSAsExpression' || at?.type === 'TSNonNullExpression' || at?.type === 'ArrowFunctionExpression') [below, at] = [at, module.parentOf(at)];
  if (at?.type === 'TemplateLiteral') return true;
  if (at?.type === 'CallExpression') return at.callee !== below && WITHIN.test(nameOf(at));
  if (at?.type !== 'VariableDeclarator' || at.id.type !== 'Identifier') return false;
  const binding = module.resolve(at.id);
  return binding !== undefined && module.referencesTo(binding).some((use) => {
    const parent = module.parentOf(use);
    if (parent?.type === 'TemplateLiteral') return true;
    if (parent?.type === 'CallExpression') return parent.callee !== use && WITHIN.test(nameOf(parent));
    const called = parent?.type === 'MemberExpression' ? module.parentOf(parent) : undefined;
    return called?.type === 'CallExpression' && called.callee === parent && NOT_SENT.test(nameOf(called));
  });
}

function nameOf({ callee }: TSESTree.CallExpression): string {
  const value = unwrap(callee);
  if (value.type === 'Identifier') return value.name;
  return value.type === 'MemberExpression' ? (memberName(value) ?? '') : '';
}
