import type { Call, ExprNode, StmtNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName, stringConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { narrowsArguments, picksByFlag } from '../models/bounds.ts';
import type { FunctionRef } from '../project/classes.ts';

/**
 * The fields for which `formfield_for_foreignkey` and its kin may choose another widget or fewer options. What only orders the options,
 * or loads something along with them, leaves every row an option. `any` where the method can't be followed that far.
 */
export function fieldsChanged({ module, node }: FunctionRef): ReadonlySet<string> | 'any' {
  const found = new Set<string>();
  return collect({ module, locals: new Map() }, node.body, found) ? found : 'any';
}

/** The fields whose options such a method loads together with what their labels reach; `any` where it asks for no field by name. */
export function fieldsLoaded({ module, node }: FunctionRef): ReadonlySet<string> | 'any' {
  const found = new Set<string>();
  for (const call of walk(node.body)) {
    if (call.nodeType !== 'Call' || call.func.nodeType !== 'Attribute' || !/^(?:select|prefetch)_related$/.test(call.func.attr)) continue;
    const names: string[] = [];
    for (let at = module.parent(call); at !== undefined && at !== node; at = module.parent(at)) if (at.nodeType === 'If') names.push(...namesCompared(module, at.test));
    if (names.length === 0) return 'any';
    for (const name of names) found.add(name);
  }
  return found;
}

interface Scope {
  readonly module: PyModule;
  readonly locals: Map<string, ExprNode>;
}

/** False where something is done to fields that aren't named. */
function collect(scope: Scope, body: readonly StmtNode[], found: Set<string>): boolean {
  return body.every((statement) => (statement.nodeType === 'If' ? branch(scope, statement.test, statement.body, found) && collect(scope, statement.orelse, found) : keepsOptions(scope, statement)));
}

function branch(scope: Scope, test: ExprNode, body: readonly StmtNode[], found: Set<string>): boolean {
  if (body.every((statement) => keepsOptions(scope, statement))) return true;
  const names = namesCompared(scope.module, test);
  for (const name of names) found.add(name);
  return names.length > 0;
}

/** `db_field.name == "owner"`, `db_field.name in ("owner", "buyer")`, also beside other conditions. */
function namesCompared(module: PyModule, test: ExprNode): string[] {
  if (test.nodeType === 'BoolOp') return test.op.nodeType === 'And' ? test.values.flatMap((value) => namesCompared(module, value)) : [];
  if (test.nodeType !== 'Compare' || !module.source(test.left).endsWith('.name')) return [];
  const [operator] = test.ops;
  if (operator?.nodeType !== 'Eq' && operator?.nodeType !== 'In') return [];
  return [...walk(test.comparators)].map((inner) => stringConstant(inner)).filter((name) => name !== undefined);
}

function keepsOptions(scope: Scope, statement: StmtNode): boolean {
  switch (statement.nodeType) {
    case 'Pass':
      return true;
    case 'Return':
      return handsOn(scope, statement.value);
    case 'Assign': {
      const [target] = statement.targets;
      if (target?.nodeType === 'Subscript') return keepsArgument(scope, stringConstant(target.slice), statement.value);
      if (target?.nodeType === 'Attribute') return target.attr === 'label_from_instance' || keepsArgument(scope, target.attr, statement.value);
      if (target?.nodeType === 'Name') scope.locals.set(target.id, statement.value);
      return target?.nodeType === 'Name';
    }
    case 'Expr':
      return statement.value.nodeType === 'Constant' || keepsArguments(scope, statement.value);
    default:
      return false;
  }
}

/** `kwargs.setdefault("queryset", …)`, `kwargs.update(queryset=…)` */
function keepsArguments(scope: Scope, value: ExprNode): boolean {
  if (value.nodeType !== 'Call' || value.func.nodeType !== 'Attribute') return false;
  const [key, given] = value.args;
  if (value.func.attr === 'setdefault' && given !== undefined) return keepsArgument(scope, stringConstant(key), given);
  return value.func.attr === 'update' && key === undefined && keepsKeywords(scope, value);
}

/** `super().formfield_for_foreignkey(db_field, request, **kwargs)`, `db_field.formfield(**kwargs)`, and a name for what they give. */
function handsOn(scope: Scope, value: ExprNode | undefined): boolean {
  const call = value?.nodeType === 'Name' ? scope.locals.get(value.id) : value;
  if (call?.nodeType !== 'Call') return false;
  return /^(?:super\([^()]*\)\.formfield_for_\w+|db_field\.formfield)\(/.test(scope.module.source(call)) && keepsKeywords(scope, call);
}

function keepsKeywords(scope: Scope, { keywords }: Call): boolean {
  return keywords.every(({ arg, value }) => (arg as string | null | undefined) == null || arg === 'request' || arg === 'db_field' || keepsArgument(scope, arg, value));
}

/** Arguments of a form field that change neither its widget nor how many options it has, and its attributes likewise. */
export const QUIET: ReadonlySet<string> = new Set(['empty_label', 'label', 'help_text', 'initial', 'required', 'disabled', 'to_field_name', 'error_messages']);

function keepsArgument(scope: Scope, name: string | undefined, value: ExprNode): boolean {
  return name === 'queryset' ? isEveryRow(scope, value, 0) : name !== undefined && QUIET.has(name);
}

const KEEPING: ReadonlySet<string> = new Set(['all', 'order_by', 'select_related', 'prefetch_related', 'only', 'defer', 'annotate', 'distinct', 'reverse', 'using', 'get_queryset', 'exclude']);

/** True for a queryset of every row of a table, or of as many as a flag of it leaves. */
export function isEveryRowOf(module: PyModule, value: ExprNode): boolean {
  return isEveryRow({ module, locals: new Map() }, value, 0);
}

const MAX_LINKS = 20;

/** `Reader`, `get_user_model()` */
function isModelClass(node: ExprNode): boolean {
  return node.nodeType === 'Call' ? lastName(node.func) === 'get_user_model' : /^_*[A-Z]/.test(lastName(node));
}

/** `Reader.objects.order_by("name")`: every row of the table, or as many as a flag of it leaves. */
function isEveryRow(scope: Scope, value: ExprNode, links: number): boolean {
  if (links > MAX_LINKS) return false;
  if (value.nodeType === 'Name') {
    const local = scope.locals.get(value.id);
    return local !== undefined && isEveryRow(scope, local, links + 1);
  }
  if (value.nodeType === 'Attribute') return /^(?:objects|_default_manager)$/.test(value.attr) && isModelClass(value.value);
  if (value.nodeType !== 'Call' || value.func.nodeType !== 'Attribute') return false;
  const { attr, value: owner } = value.func;
  const keeps = KEEPING.has(attr) || (attr === 'filter' && !narrowsArguments({ module: scope.module, node: value }) && !picksByFlag(value));
  return keeps && isEveryRow(scope, owner, links + 1);
}
