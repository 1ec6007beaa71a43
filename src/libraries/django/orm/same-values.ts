import { oncePer } from '../../../project/memo.ts';
import type { Call, Expr, ExprNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { bindingsOf, scopeOf } from '../../../python/syntax/bindings.ts';
import { blockWith } from '../../../python/syntax/blocks.ts';
import { type Loop, mentions, variantNames } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { DjangoModel } from '../models/models.ts';
import type { OrmContext } from '../values/values.ts';
import { changedFields } from './changed-fields.ts';
import type { RowLoop } from './scopes.ts';

/** Every row gets the same values. */
export interface SameValues {
  /** As keyword arguments of `update()`: `status="closed", late=True`. */
  readonly assignments: string;
  /** Every row is saved: the write stands under no condition of the loop. */
  readonly always: boolean;
  /** The loop does nothing else. */
  readonly alone: boolean;
}

/** What the loop sets on the object that `save` writes, where that is the same in every round and nothing else of it changes. */
export function sameValues(context: OrmContext, save: Call, rows: RowLoop, model: DjangoModel | undefined): SameValues | undefined {
  const { module } = context;
  const { loop } = rows;
  const receiver = save.func.nodeType === 'Attribute' && save.func.value.nodeType === 'Name' ? save.func.value.id : undefined;
  const changed = changedFields(context, save, rows, model);
  const statement = statementOf(module, save);
  const parent = statement === undefined ? undefined : module.parent(statement);
  const block = statement === undefined || parent === undefined ? undefined : blockWith(parent, statement);
  if (receiver === undefined || statement === undefined || block === undefined || !changed.complete || loop.node.nodeType === 'Comprehension' || loop.node.nodeType === 'Lambda') return undefined;
  const parts = new Map<string, string>();
  for (const before of block.slice(0, block.indexOf(statement))) {
    const [field, value] = assignmentTo(before, receiver) ?? [];
    if (field === undefined || value === undefined) continue;
    if (parts.has(field) || !isSame(module, value, loop)) return undefined;
    parts.set(field, module.source(value));
  }
  const written = changed.assigned;
  // another branch, or another kind of assignment, gives the row another value
  if (written.length !== parts.size || !written.every((field) => parts.has(field))) return undefined;
  const names = changed.names.filter((field) => parts.has(field));
  if (names.length === 0 || changed.names.some((field) => !parts.has(field) && !changed.given)) return undefined;
  const own = loop.node.body === block;
  return {
    assignments: names.map((field) => `${field}=${parts.get(field) ?? ''}`).join(', '),
    always: own && !leavesBefore(loop.node.body, statement),
    alone: own && names.length === parts.size && block.every((one) => one === statement || assignmentTo(one, receiver) !== undefined),
  };
}

/** `order.save()` or `await order.asave()` as a statement of its own. */
function statementOf(module: PyModule, save: Call): Expr | undefined {
  const parent = module.parent(save);
  const statement = parent?.nodeType === 'Await' ? module.parent(parent) : parent;
  return statement?.nodeType === 'Expr' ? statement : undefined;
}

function assignmentTo(statement: StmtNode, receiver: string): readonly [field: string, value: ExprNode] | undefined {
  if (statement.nodeType !== 'Assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  return target?.nodeType === 'Attribute' && target.value.nodeType === 'Name' && target.value.id === receiver ? [target.attr, statement.value] : undefined;
}

/** A round may end before it comes to the statement. */
export function leavesBefore(body: readonly StmtNode[], statement: StmtNode): boolean {
  return body.slice(0, body.indexOf(statement)).some((before) => [...walk(before)].some(({ nodeType }) => nodeType === 'Continue' || nodeType === 'Break' || nodeType === 'Return'));
}

/** The value is the same in every round: it reads nothing that the loop binds or changes, and no call in it may count or draw. */
function isSame(module: PyModule, value: ExprNode, loop: Loop): boolean {
  if (mentions(value, variantNames(module, loop)) || !isPlain(value)) return false;
  const changing = changedIn(loop, module);
  for (const node of walk(value)) if (node.nodeType === 'Name' && changing.has(node.id)) return false;
  return true;
}

/** Names that the loop binds, and names of things of which it sets a part or calls a method. */
const changedIn = oncePer((loop: Loop, module: PyModule): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const [name, bindings] of bindingsOf(scopeOf(module, loop.node))) if (bindings.some(({ node }) => module.contains(loop.node, node))) names.add(name);
  for (const node of walk(loop.body)) {
    const places = placesChangedBy(node);
    for (const place of places) {
      const name = place.nodeType === 'Name' ? undefined : rootName(place);
      // `timezone.now()` is a module's function, and classes are not changed by what is called on them
      if (name !== undefined && !module.imports.has(name) && !/^[A-Z]/.test(name)) names.add(name);
    }
  }
  return names;
});

function placesChangedBy(node: PythonNode): readonly ExprNode[] {
  if (node.nodeType === 'Assign' || node.nodeType === 'Delete') return node.targets;
  if (node.nodeType === 'AugAssign') return [node.target];
  return node.nodeType === 'Call' ? [node.func] : [];
}

function rootName(place: ExprNode): string | undefined {
  let at = place;
  while (at.nodeType === 'Attribute' || at.nodeType === 'Subscript' || at.nodeType === 'Call') at = at.nodeType === 'Call' ? at.func : at.value;
  return at.nodeType === 'Name' ? at.id : undefined;
}

const CLOCK = /^(timezone\.now|now|datetime\.(datetime\.)?(now|utcnow)|date\.today|localdate|timezone\.localdate|datetime\.date\.today)$/;

/** Expressions that the database computes for each row: `F("stock") - 1`. One that follows a relation is refused. */
const COMPUTED = /^(models\.|functions\.)?(F|Value|Now)$/;

/** Values that are the same at every evaluation: a call may count, draw or read the clock. */
function isPlain(value: ExprNode): boolean {
  for (const node of walk(value)) {
    if (node.nodeType === 'Await' || node.nodeType === 'Yield' || node.nodeType === 'NamedExpr') return false;
    if (node.nodeType !== 'Call' || CLOCK.test(dotted(node.func))) continue;
    if (!COMPUTED.test(dotted(node.func)) || !node.args.every((argument) => argument.nodeType === 'Constant' && !(typeof argument.value === 'string' && argument.value.includes('__')))) return false;
  }
  return true;
}

function dotted(node: ExprNode): string {
  return node.nodeType === 'Attribute' ? `${dotted(node.value)}.${node.attr}` : node.nodeType === 'Name' ? node.id : '';
}
