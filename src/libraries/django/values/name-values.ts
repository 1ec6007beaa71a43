import type { Attribute, ExprNode, Name } from '../../../python/nodes.ts';
import { type Binding, scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { lambdaLoop } from '../../../python/syntax/loops.ts';
import { lastName } from '../../../python/syntax/static.ts';
import { managed } from './chain-values.ts';
import { filledValue } from './filled.ts';
import { namedQueryset, parameterValue } from './parameters.ts';
import { type Instance, loadsAfterwards, type Queryset } from '../querysets/queryset.ts';
import { type Collection, holdsRows, isNone, join, type ModelClass, type OrmContext, type Value, valueOf } from './values.ts';

/** What a name is where it stands: by its bindings, else by what the module means by it. */
export function nameValue(context: OrmContext, node: Name): Value | undefined {
  const { module } = context;
  const bindings = reaching(module, node, node.id).filter(({ value }) => value === undefined || !isNone(value));
  const [first] = bindings;
  const atModuleLevel = first !== undefined && scopeOf(module, first.node).nodeType === 'Module' && first.node.nodeType !== 'Comprehension';
  if (first === undefined || (atModuleLevel && first.kind === 'opaque')) return modelClass(context, node);
  return join(bindings.map((binding) => bindingValue(context, binding))) ?? (isCalledQueryset(node.id, bindings) ? namedQueryset(context, node) : undefined);
}

/** `queryset = self.paginated(…)`: what is called so is one, whatever made it. */
function isCalledQueryset(name: string, bindings: readonly Binding[]): boolean {
  return /(^|_)queryset$/.test(name) && bindings.every(({ kind, value, path }) => path.length === 0 && (kind === 'element' || (kind === 'value' && value?.nodeType === 'Call')));
}

/** The model that a name or dotted name stands for in the whole module. Classes begin with a capital; other names may be constants that hold one. */
export function modelClass(context: OrmContext, node: Name | Attribute): Value | undefined {
  const name = node.nodeType === 'Name' ? node.id : node.attr;
  if (!/^_*[A-Z]/.test(name) && !(node.nodeType === 'Name' && context.module.constants.has(name))) return undefined;
  return remembered(context, `class ${dottedText(node)}`, () => {
    const model = context.django.modelOf(context.module, node);
    return model === undefined ? undefined : { kind: 'model', model, name: model.name };
  });
}

export function remembered(context: OrmContext, key: string, find: () => Value | undefined): Value | undefined {
  if (context.named.has(key)) return context.named.get(key);
  context.named.set(key, undefined);
  const value = find();
  context.named.set(key, value);
  return value;
}

export function dottedText(node: ExprNode): string {
  return node.nodeType === 'Attribute' ? `${dottedText(node.value)}.${node.attr}` : node.nodeType === 'Name' ? node.id : '()';
}

/** What a binding gives its name. */
function bindingValue(context: OrmContext, binding: Binding): Value | undefined {
  const { kind, value, path } = binding;
  if (kind === 'parameter') return lambdaRow(context, binding) ?? parameterValue(context, binding);
  if (kind === 'opaque' || value === undefined) return opaqueValue(context, binding);
  if (kind === 'element') return elementAt(context, value, path, binding);
  if (path.length > 0) return unpacked(context, value, path);
  return filledValue(context, binding) ?? valueOf(context, value) ?? builtList(context, binding);
}

/** The row of `sorted(orders, key=lambda order: …)`. */
function lambdaRow(context: OrmContext, binding: Binding): Value | undefined {
  const scope = scopeOf(context.module, binding.node);
  const loop = scope.nodeType === 'Lambda' ? lambdaLoop(context.module, scope) : undefined;
  return loop === undefined ? undefined : elementOf(valueOf(context, loop.iter), { ...binding, node: loop.node });
}

/** Imports inside functions name models too; `first, *others = rows` leaves rows. */
function opaqueValue(context: OrmContext, { name, node }: Binding): ModelClass | Collection | undefined {
  const { module, django } = context;
  if (node.nodeType === 'Assign') return node.targets.some((target) => isRest(target, name)) ? rowsOf(valueOf(context, node.value)) : undefined;
  if (node.nodeType !== 'ImportFrom' && node.nodeType !== 'ClassDef') return undefined;
  const model = django.modelOf(module, { nodeType: 'Name', id: name, ctx: { nodeType: 'Load' }, lineno: 0, col_offset: 0 });
  return model === undefined ? undefined : { kind: 'model', model, name: model.name };
}

function isRest(target: ExprNode, name: string): boolean {
  const elements = target.nodeType === 'Tuple' || target.nodeType === 'List' ? target.elts : [];
  return elements.some((element) => element.nodeType === 'Starred' && element.value.nodeType === 'Name' && element.value.id === name);
}

/** A list of the rows of a queryset. */
export function rowsOf(value: Value | undefined): Collection | undefined {
  if (value?.kind !== 'queryset') return value?.kind === 'list' ? value : undefined;
  return { kind: 'list', element: value.shape === 'instances' ? instanceOf(value) : undefined, source: value, rows: true };
}

/** `order, created = Order.objects.get_or_create(…)`. */
function unpacked(context: OrmContext, value: ExprNode, path: readonly number[]): Value | undefined {
  const call = value.nodeType === 'Await' ? value.value : value;
  if (call.nodeType === 'Call' && call.func.nodeType === 'Attribute' && /^a?(get_or_create|update_or_create)$/.test(call.func.attr)) {
    const queryset = path.join() === '0' ? managed(valueOf(context, call.func.value)) : undefined;
    return queryset === undefined ? undefined : instanceOf(queryset);
  }
  const [first, ...rest] = path;
  const part = (value.nodeType === 'Tuple' || value.nodeType === 'List') && first !== undefined ? value.elts[first] : undefined;
  return part === undefined ? undefined : rest.length === 0 ? valueOf(context, part) : unpacked(context, part, rest);
}

/** A list that is filled by `append`: of what, where all that is appended is the same. */
function builtList(context: OrmContext, binding: Binding): Value | undefined {
  const { value } = binding;
  const empty = value?.nodeType === 'Call' && value.args.length === 0 && ['list', 'set', 'deque'].includes(lastName(value.func));
  return empty ? { kind: 'list', element: undefined, source: undefined } : undefined;
}

export function instanceOf(queryset: Queryset, row?: Instance['row']): Instance {
  const instance = { kind: 'instance', model: queryset.model, name: queryset.name, row, path: [], unsaved: false } as const;
  return row === undefined && isBare(queryset) ? { ...instance, bare: true } : instance;
}

/** Its rows come with no other rows. What is prefetched for a row that was read already is asked for by name (`prefetch_related_objects`). */
function isBare({ loads, related, base }: Queryset): boolean {
  return !loads.unknown && loads.prefetched.length === 0 && related === undefined && !loadsAfterwards(base.module);
}

/** What iterating over `iterable` gives; `binding` is the loop variable that receives it. */
function elementAt(context: OrmContext, iterable: ExprNode, path: readonly number[], binding: Binding): Value | undefined {
  const [first, ...rest] = path;
  const inner = iterable.nodeType === 'Call' ? iterable : undefined;
  const [argument] = inner?.args ?? [];
  if (inner !== undefined && first !== undefined && inner.func.nodeType === 'Name') {
    if (inner.func.id === 'enumerate' && argument !== undefined) return first === 1 ? elementAt(context, argument, rest, binding) : undefined;
    const zipped = inner.func.id === 'zip' || inner.func.id === 'zip_longest' ? inner.args[first] : undefined;
    if (zipped !== undefined) return elementAt(context, zipped, rest, binding);
  }
  // for key, order in orders_by_key.items()
  const held = first === 1 && inner?.func.nodeType === 'Attribute' && inner.func.attr === 'items' && inner.args.length === 0 ? valueOf(context, inner.func.value) : undefined;
  if (held?.kind === 'dictionary') return rest.length === 0 ? elementOf(held.values, binding) : undefined;
  return path.length === 0 ? elementOf(valueOf(context, iterable), binding) : undefined;
}

/** One row of what is iterated over, as the loop variable `binding` sees it. */
export function elementOf(value: Value | undefined, binding: Binding): Value | undefined {
  if (value?.kind === 'list') return holdsRows(value) ? elementOf(value.source, binding) : value.element;
  if (value?.kind !== 'queryset' || value.shape !== 'instances') return undefined;
  const owner = value.related?.owner;
  // rows of `order.items.all()` belong to the row that `order` is: its queryset may prefetch their relations too
  if (owner?.row !== undefined && value.related !== undefined && value.calls.every(({ name }) => name === 'all')) {
    return { ...instanceOf(value, owner.row), path: [...owner.path, value.related.field] };
  }
  return instanceOf(value, { variable: binding, queryset: value });
}
