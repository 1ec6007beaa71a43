import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, Yield, YieldFrom } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import type { FunctionNode, PyModule } from '../../../python/syntax/module.ts';
import { chainBack, chainRoot, isSelf, lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { declaredManager, type ManagerCall, managerClasses, managersOf } from './manager-classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { alternativesAfter, type ChainCall, isRefining, type Queryset, refine, refineUnknown } from './queryset.ts';

function methodCalls(node: FunctionNode): { name: string; node: Call }[] {
  const found: { name: string; node: Call }[] = [];
  for (const inner of walk(node.body)) if (inner.nodeType === 'Call' && inner.func.nodeType === 'Attribute') found.push({ name: inner.func.attr, node: inner });
  return found;
}

const MAX_DEPTH = 4;

/** What the manager of ContentType keeps for the whole process (contrib/contenttypes/models.py, `ContentTypeManager`, Django 3.2 to 6.0). */
export const KEPT_TYPES = /^(?:get_for_models?|get_for_id|get_by_natural_key)$/;

/** Other methods of managers that give a row, or none: `Site.objects.get_current`, `User.objects.create_user`, `User.objects.make_random_password` (contrib, Django 3.2 to 6.0). */
const GIVES_NO_ROWS = /^(?:get_current$|create_|make_|normalize_|clear_)/;

/**
 * The queryset after a method of the project's own manager or queryset class (`Order.objects.for_user(user)`): undefined where
 * the method is found and gives something else, of unknown loads where it isn't found.
 */
export function afterCustomMethod(django: DjangoProject, queryset: Queryset, call: ChainCall, depth = 0, caller?: FunctionNode): Queryset | undefined {
  const method = depth > MAX_DEPTH ? undefined : customMethod(django, queryset, call.name, caller);
  if (method === undefined) return KEPT_TYPES.test(call.name) || GIVES_NO_ROWS.test(call.name) ? undefined : refineUnknown(queryset, call);
  const returned = returnsOf(method.node);
  if (returned.length === 0 || !returned.every((value) => isChainOnSelf(method.module, value))) return undefined;
  let result: Queryset = { ...queryset, manager: false, calls: [...queryset.calls, call], ...alternativesAfter(queryset, call) };
  const calls = [...result.calls];
  for (const { name, node } of methodCalls(method.node).reverse()) {
    const inner: ChainCall = { name, node, module: method.module };
    if (isOfClass(node)) continue;
    if (LASTING.has(name) && isSelf(chainRoot(node))) calls.push(inner);
    const isShape = name === 'values' || name === 'values_list';
    if (name === 'select_related' || name === 'prefetch_related' || (isShape && !isHandedOn(method.module, node))) result = refine(result, inner) ?? result;
    else if (!isRefining(name) && isSelf(chainRoot(node)) && !givesCondition(django, result, name)) result = afterCustomMethod(django, result, inner, depth + 1, method.node) ?? refineUnknown(result, inner);
  }
  return { ...result, calls };
}

/** `Item.objects.filter(…).values("pk")` inside of it: a chain of its own, for a subquery or a prefetch. */
function isOfClass(node: Call): boolean {
  const root = chainRoot(node);
  return root.nodeType === 'Name' && /^_*[A-Z]/.test(root.id);
}

/** `filter(order__in=visible.values("pk"))`: other rows, by which these are narrowed. */
function isHandedOn(module: PyModule, node: Call): boolean {
  const parent = module.parent(node);
  return parent?.nodeType === 'Keyword' || (parent?.nodeType === 'Call' && parent.func !== node);
}

/** A method that puts a condition together, of `Q` objects or what else is no queryset: it changes nothing of the chain. */
function givesCondition(django: DjangoProject, queryset: Queryset, name: string): boolean {
  const method = customMethod(django, queryset, name);
  const returned = method === undefined ? [] : returnsOf(method.node);
  return method !== undefined && returned.length > 0 && returned.every((value) => isCondition(method.module, value));
}

/** Parts of conditions, and names for them. */
const MAX_STEPS = 12;

function isCondition(module: PyModule, value: ExprNode, steps = 0): boolean {
  const within = (part: ExprNode): boolean => steps < MAX_STEPS && isCondition(module, part, steps + 1);
  if (value.nodeType === 'BinOp') return within(value.left) && within(value.right);
  if (value.nodeType === 'UnaryOp') return within(value.operand);
  if (value.nodeType === 'Name') return reaching(module, value, value.id).every(({ kind, value: set, path }) => kind === 'value' && set !== undefined && path.length === 0 && within(set));
  return value.nodeType === 'Call' && lastName(value.func) === 'Q';
}

/** Calls inside a method after which what it gives takes no `update()` or `delete()`, or counts otherwise. */
const LASTING: ReadonlySet<string> = new Set(['iterator', 'aiterator', 'distinct', 'union', 'intersection', 'difference']);

/**
 * The method of that name that the model's managers or their querysets have: those of the manager with which the chain begins, else of `objects`, else of whatever manager of the model has
 * it. Undefined where several others have methods of that name.
 *
 * @param caller the method that calls it: a manager's `open()` asks for that of its queryset (`self.get_queryset().open()`)
 */
export function customMethod(django: DjangoProject, { model, base }: Queryset, name: string, caller?: FunctionNode): FunctionRef | undefined {
  if (model === undefined) return undefined;
  // `active` of `Order.active.filter(…)`
  const begun = [...chainBack(base.node)].flatMap((at) => (at.nodeType === 'Attribute' ? [at.attr] : [])).find((attribute) => declaredManager(django, model, attribute) !== undefined);
  return caller === undefined ? methodOfModel(django, model, begun, name) : findMethod(django, model, begun, name, caller);
}

/** The method of that name that a model's managers or their querysets have, where the project writes one: an `update()` of its own. */
export function managersMethod(django: DjangoProject, model: DjangoModel, name: string): FunctionRef | undefined {
  return methodOfModel(django, model, undefined, name);
}

/** Asked for every method of every chain that Django doesn't have. */
const methodOfModel = oncePerKey(
  (model: DjangoModel, begun: string | undefined, name: string) => `${model.label}\0${begun ?? ''}\0${name}`,
  (django, model, begun, name) => findMethod(django, model, begun, name, undefined),
);

function findMethod(django: DjangoProject, model: DjangoModel, begun: string | undefined, name: string, caller: FunctionNode | undefined): FunctionRef | undefined {
  for (const manager of [...(begun === undefined ? [] : [begun]), 'objects', '_objects']) {
    const method = methodOfManager(django, declaredManager(django, model, manager), name, caller);
    if (method !== undefined) return method;
  }
  const [first, ...others] = managersOf(django, model).flatMap((manager) => methodOfManager(django, manager, name, caller) ?? []);
  return others.every(({ node }) => node === first?.node) ? first : undefined;
}

function methodOfManager(django: DjangoProject, manager: ManagerCall | undefined, name: string, caller: FunctionNode | undefined): FunctionRef | undefined {
  for (const cls of manager === undefined ? [] : (managerClasses(django, manager) ?? [])) {
    const own = django.method(cls, name);
    const method = own === undefined || own.node === caller ? querysetMethod(django, cls, name) : own;
    if (method !== undefined) return method;
  }
  return undefined;
}

/** A manager's `get_queryset` may hand out a queryset class with methods of its own. */
function querysetMethod(django: DjangoProject, cls: ClassRef, name: string): FunctionRef | undefined {
  const getter = django.method(cls, 'get_queryset');
  for (const value of getter === undefined ? [] : returnsOf(getter.node)) {
    for (const node of walk(value)) {
      const target = node.nodeType === 'Call' && getter !== undefined ? classCalled(django, cls, getter.module, node.func) : undefined;
      const method = target === undefined ? undefined : django.method(target, name);
      if (method !== undefined) return method;
    }
  }
  return undefined;
}

/** The class that a call makes something of: by its name, or as an attribute of the manager has it (`self.queryset_class(self.model)`). */
function classCalled(django: DjangoProject, cls: ClassRef, module: PyModule, func: ExprNode): ClassRef | undefined {
  const held = func.nodeType === 'Attribute' && isSelf(func.value) ? django.classAttribute(cls, func.attr) : undefined;
  return held === undefined ? django.resolveClass(module, func) : django.resolveClass(held.module, held.value);
}

/** The values that a function returns. */
export const returnsOf = oncePer((node: FunctionNode): readonly ExprNode[] => {
  const found: ExprNode[] = [];
  for (const inner of walk(node.body)) if (inner.nodeType === 'Return' && inner.value !== undefined) found.push(inner.value);
  return found;
});

/** What a generator function gives, one after the other; undefined for other functions. */
export const yieldsOf = oncePer((node: FunctionNode): readonly (Yield | YieldFrom)[] | undefined => {
  const found = [...walk(node.body)].filter((inner): inner is Yield | YieldFrom => inner.nodeType === 'Yield' || inner.nodeType === 'YieldFrom');
  return found.length === 0 ? undefined : found;
});

const NEVER_QUERYSETS: ReadonlySet<string> = new Set([
  'count', 'exists', 'aggregate', 'get', 'first', 'last', 'latest', 'earliest', 'create', 'get_or_create', 'update_or_create', 'bulk_create', 'bulk_update',
  'update', 'delete', 'in_bulk', 'contains', 'explain', 'raw', 'format', 'join',
]);

/** The value is a chain that begins at `self` or `super()`, or a local name made from one. */
function isChainOnSelf(module: PyModule, value: ExprNode): boolean {
  if (value.nodeType === 'Call' && value.func.nodeType === 'Attribute' && NEVER_QUERYSETS.has(value.func.attr)) return false;
  const at = chainRoot(value);
  if (at.nodeType === 'IfExp') return isChainOnSelf(module, at.body) && isChainOnSelf(module, at.orelse);
  return at.nodeType === 'Name' && (value !== at || at.id === 'self' || /(^|_)(qs|queryset|query_set|query)$/.test(at.id));
}
