import type { TSESTree } from '@typescript-eslint/utils';
import { type Step, stepsBack } from '../../javascript/syntax/callee.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';

/** A step of a builder. */
export interface BuilderStep extends Step {
  /** It is taken whenever the query is sent; false where a condition of the code decides. */
  readonly isSure: boolean;
}

/** A query from the call on the database that begins it to the last step. */
export interface Chain {
  /** The expression that stands for the database. */
  readonly db: Node;
  readonly first: BuilderStep;
  readonly steps: readonly BuilderStep[];
}

const BEGINNINGS = /^(?:selectFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto)$/;

/** What sends a query: Kysely 0.28. */
export const SENDING = /^(?:execute|executeTakeFirst|executeTakeFirstOrThrow|stream)$/;

/** Calls of a chain, and variables that hold its beginning. */
const [DEPTH, NAMES] = [80, 4];

/** The steps that have built what `node` is, through the variable that holds the builder; undefined where it begins with nothing that asks a database, or with one of several things. */
export function chainOf(module: JsModule, node: Node, names = NAMES): Chain | undefined {
  const steps: BuilderStep[] = [];
  let at: Node = unwrap(node);
  for (const { name, call, on } of stepsBack(at, DEPTH)) {
    const step: BuilderStep = { name, call, isSure: true };
    steps.unshift(step);
    if (BEGINNINGS.test(name)) return { db: on, first: step, steps };
    at = on;
  }
  const begun = at.type === 'Identifier' && names > 0 ? heldBy(module, at, names - 1) : undefined;
  return begun && { ...begun, steps: [...begun.steps, ...steps] };
}

/** `const query = db.selectFrom(…)`, and `let query = …; if (…) query = query.where(…)`: each step gives a new builder, so that only what is set counts. */
function heldBy(module: JsModule, identifier: TSESTree.Identifier, names: number): Chain | undefined {
  const binding = module.resolve(identifier);
  if (binding?.kind !== 'variable' || binding.node.id.type !== 'Identifier' || binding.node.init === null) return undefined;
  const begun = chainOf(module, binding.node.init, names);
  if (begun === undefined || binding.constant) return begun;
  const home = module.parentOf(module.parentOf(binding.node) ?? binding.node);
  const steps = [...begun.steps];
  for (const use of module.referencesTo(binding)) {
    const set = module.parentOf(use);
    if (set?.type !== 'AssignmentExpression' || set.left !== use || spanOf(set)[0] > spanOf(identifier)[0]) continue;
    const added = stepsOn(module, set.right, binding.name);
    // another query, or one of two
    if (added === undefined) return undefined;
    const statement = module.parentOf(set);
    const isSure = statement?.type === 'ExpressionStatement' && module.parentOf(statement) === home;
    steps.push(...added.map((step) => ({ ...step, isSure })));
  }
  return { ...begun, steps };
}

/** The steps of `query.where(…).limit(…)`, called on the builder itself. */
function stepsOn(module: JsModule, node: Node, name: string): Step[] | undefined {
  const steps: Step[] = [];
  let at: Node = unwrap(node);
  for (const { name: step, call, on } of stepsBack(at, DEPTH)) {
    if (BEGINNINGS.test(step)) return undefined;
    steps.unshift({ name: step, call });
    at = on;
  }
  return at.type === 'Identifier' && at.name === name ? steps : undefined;
}

/** A table as a query names it: `schema.orders as o` is `orders`, called `o`. */
export interface Table {
  readonly name: string;
  readonly alias: string;
}

/** The table that a chain is about, where it is one and written out. */
export function tableOf({ first }: Chain): Table | undefined {
  const value = unwrap(first.call.arguments[0]);
  const text = value?.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
  const [, name, alias] = /^\s*(?:\w+\.)*(\w+)(?:\s+as\s+(\w+))?\s*$/i.exec(text ?? '') ?? [];
  return name === undefined ? undefined : { name, alias: alias ?? name };
}

/** A chain as messages name it. */
export function calleeOf(database: string, { first }: Chain, table: Table | undefined): string {
  return `${database}.${first.name}(${table === undefined ? '…' : `'${table.name}'`})`;
}
