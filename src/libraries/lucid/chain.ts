import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import type { VariableBinding } from '../../javascript/syntax/bindings.ts';
import { calledOn, callOn, type Step, stepsBack, stepsFrom } from '../../javascript/syntax/callee.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { WRITE } from './methods.ts';

/** A step of a builder, which changes the builder itself. */
export interface BuilderStep extends Step {
  /** It is taken whenever the query is sent; false where a condition of the code decides. */
  readonly isSure: boolean;
}

/** What was called on `base` one after the other: the model, the row, the database. */
export interface Chain {
  readonly base: Node;
  readonly steps: readonly BuilderStep[];
}

/** Calls of a chain. */
export const DEPTH = 80;

/** Variables that hold the beginning of one. */
const NAMES = 3;

/** What goes on with an answer, not with a builder. */
const ANSWER = /^(?:then|catch|finally|map|filter|forEach|find|some|every|reduce|toJSON|serialize|all|at|slice|sort|includes|flatMap|toString|baseUrl|queryString|getMeta|getUrlsForRange|isEmpty)$/;

/** True where what `node` gives is called once more as a builder. Of a list `join` takes a text at most, of a builder a table and columns. */
export function goesOn(module: JsModule, node: Node): boolean {
  const name = calledOn(module, node);
  return name !== undefined && !ANSWER.test(name) && !(name === 'join' && (callOn(module, node)?.arguments.length ?? 0) < 2);
}

/** The chain of calls that ends with `node`, through the variable that holds the builder. */
export function chainEndingIn(module: JsModule, node: TSESTree.CallExpression, names = NAMES): Chain | undefined {
  const links = [...stepsBack(node, DEPTH)].reverse();
  const at = links[0]?.on;
  if (at === undefined || at.type === 'CallExpression') return undefined;
  const steps = links.map(({ name, call }) => ({ name, call, isSure: true }));
  const held = at.type === 'Identifier' && names > 0 ? heldBy(module, at, names - 1) : undefined;
  return held === undefined ? { base: at, steps } : { base: held.base, steps: [...held.steps, ...steps] };
}

/** Methods that begin a builder. */
const BEGINNING = /^(?:query|from|table|insertQuery|modelQuery|rawQuery)$/;

/** True for steps that leave a builder to be sent. */
export function isBuilder({ steps }: Chain): boolean {
  return steps.slice(0, 2).some(({ name }) => BEGINNING.test(name));
}

/** `const query = Order.query()` and what is called on it before `identifier`. */
function heldBy(module: JsModule, identifier: TSESTree.Identifier, names: number): Chain | undefined {
  const binding = module.resolve(identifier);
  const init = binding?.kind === 'variable' && binding.node.id.type === 'Identifier' ? unwrap(binding.node.init) : undefined;
  const begun = init?.type === 'CallExpression' ? chainEndingIn(module, init, names) : undefined;
  if (binding?.kind !== 'variable' || begun === undefined || !isBuilder(begun)) return undefined;
  return { base: begun.base, steps: [...begun.steps, ...putOn(module, binding, identifier)] };
}

/** True for a statement that adds to a builder which a variable holds, and by which nothing is written: there may be many, each of which would look at those before. */
export function isAdded(module: JsModule, node: TSESTree.CallExpression): boolean {
  if (module.parentOf(node)?.type !== 'ExpressionStatement') return false;
  const links = [...stepsBack(node, DEPTH)];
  const at = links.at(-1)?.on;
  const binding = at?.type === 'Identifier' ? module.resolve(at) : undefined;
  return binding?.kind === 'variable' && !links.some(({ name }) => WRITE.test(name)) && holdsRead(binding, module);
}

const holdsRead = oncePer((binding: VariableBinding, module: JsModule): boolean => {
  const init = binding.node.id.type === 'Identifier' ? unwrap(binding.node.init) : undefined;
  const begun = init?.type === 'CallExpression' ? chainEndingIn(module, init, NAMES - 1) : undefined;
  return begun !== undefined && isBuilder(begun) && ![...begun.steps, ...putOn(module, binding)].some(({ name }) => WRITE.test(name));
});

/** What is called on the name of a builder, in statements of their own: all of it, or what stands before a use. */
function putOn(module: JsModule, binding: VariableBinding, before?: Node): BuilderStep[] {
  const home = module.parentOf(module.parentOf(binding.node) ?? binding.node);
  return module.referencesTo(binding).flatMap((use): BuilderStep[] => {
    if (before !== undefined && spanOf(use)[0] >= spanOf(before)[0]) return [];
    const called = stepsFrom(module, use, (name) => name !== '' && name !== 'clone');
    const statement = module.parentOf(called.at(-1)?.call ?? use);
    if (statement?.type !== 'ExpressionStatement' && statement?.type !== 'AssignmentExpression') return [];
    return called.map((step) => ({ ...step, isSure: statement.type === 'ExpressionStatement' && module.parentOf(statement) === home }));
  });
}

/** A chain that a variable holds, with what is called on the variable later. */
export function withLater(module: JsModule, chain: Chain, node: Node): Chain {
  const holder = module.parentOf(node);
  const binding = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? module.resolve(holder.id) : undefined;
  return binding?.kind === 'variable' && isBuilder(chain) ? { ...chain, steps: [...chain.steps, ...putOn(module, binding)] } : chain;
}

/** True where a builder that a variable holds is sent by the name of it: awaited, given back, put among others. */
export function isSentByName(module: JsModule, id: Node): boolean {
  const binding = id.type === 'Identifier' ? module.resolve(id) : undefined;
  return binding !== undefined && module.referencesTo(binding).some((use) => /^(?:AwaitExpression|ReturnStatement|ArrayExpression)$/.test(module.parentOf(use)?.type ?? ''));
}
