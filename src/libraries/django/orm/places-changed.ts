import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import { type Binding, bindingsOf, scopeOf } from '../../../python/syntax/bindings.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { type OrmContext, querysetOf } from '../values/values.ts';

/** A name or attribute that a loop binds, sets a part of, or calls a method of as a statement. */
interface ChangedPlace {
  /** As written: `wanted`, `self.seen`. */
  readonly place: string;
  readonly node: PythonNode;
}

/** What a loop changes besides its own variables, in source order. */
export function changesOfPlaces(context: OrmContext, loop: Loop): readonly ChangedPlace[] {
  const { module } = context;
  const found: ChangedPlace[] = [];
  if (loop.kind !== 'for') return found;
  for (const [name, bindings] of bindingsOf(scopeOf(module, loop.node))) {
    const own = bindings.find((binding) => binding.node !== loop.node && module.contains(loop.node, binding.node) && isChange(context, binding));
    if (own !== undefined) found.push({ place: name, node: own.node });
  }
  for (const node of walk(loop.body)) for (const place of placesAt(module, node)) found.push({ place: module.source(place), node });
  return found;
}

/** The name gets another value: constants and querysets are the same in every round, as far as what they are made of is. */
function isChange(context: OrmContext, { kind, node, value }: Binding): boolean {
  if (kind === 'parameter' || node.nodeType === 'Import' || node.nodeType === 'ImportFrom') return false;
  return kind !== 'value' || value === undefined || (value.nodeType !== 'Constant' && querysetOf(context, value) === undefined);
}

function placesAt(module: PyModule, node: PythonNode): readonly ExprNode[] {
  const targets = node.nodeType === 'Assign' || node.nodeType === 'Delete' ? node.targets : node.nodeType === 'AugAssign' ? [node.target] : [];
  const parts = targets.flatMap((target) => (target.nodeType === 'Subscript' || target.nodeType === 'Attribute' ? [wholeOf(target)] : []));
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || !CHANGING.test(node.func.attr)) return parts;
  return [...parts, wholeOf(node.func.value)];
}

/** Methods that change a list, dictionary or set in place. */
const CHANGING = /^(append|appendleft|add|update|extend|insert|remove|discard|pop|popleft|popitem|clear|setdefault|difference_update|intersection_update|send|__setitem__)$/;

/** What holds the part: `params` of `params["page"]`; an attribute is a place of its own. */
function wholeOf(place: ExprNode): ExprNode {
  let at = place;
  while (at.nodeType === 'Subscript') at = at.value;
  return at;
}

/** True where the code reads the place or a part of it. */
export function readsPlace(module: PyModule, node: PythonNode, place: string): boolean {
  for (const inner of walk(node, { nested: true })) if ((inner.nodeType === 'Name' || inner.nodeType === 'Attribute') && module.source(inner) === place) return true;
  return false;
}
