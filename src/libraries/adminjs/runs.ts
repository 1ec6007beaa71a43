import type { TSESTree } from '@typescript-eslint/utils';
import { declarationOf, type SourceFile } from '../../javascript/modules.ts';
import { declaredTypeOf, typeNameOf } from '../../javascript/syntax/annotations.ts';
import { isFunctionBoundary } from '../../javascript/syntax/bindings.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { type FunctionNode, isFunction, keyName, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { ACTION_TYPES, ADMINJS_PACKAGES, HANDLER_TYPES, HOOK_TYPES, PAGE_ACTIONS, RECORD_ACTIONS } from './facts.ts';
import { dependsOnAdminJs, nameAround, type ResourceConfig } from './resources.ts';

/** What a parameter of a hook or handler, or a value reached through one, stands for. */
export type Role = 'response' | 'request' | 'context' | 'query' | 'records' | 'resource';

/** A function that AdminJS runs with the rows of a page or of a selection, or one that such a function hands them to. */
export interface Run {
  readonly file: SourceFile;
  readonly fn: FunctionNode;
  /** By position of the parameter. */
  readonly roles: readonly (Role | undefined)[];
  readonly kind: 'hook' | 'action';
  /** The action that it belongs to, where known. */
  readonly action: string | undefined;
  readonly resource: ResourceConfig | undefined;
  /** The expression in the linted file that wires it. */
  readonly wiring: Node;
}

const HOOK_ROLES: readonly Role[] = ['response', 'request', 'context'];
const HANDLER_ROLES: readonly Role[] = ['request', 'response', 'context'];

/** The hooks and handlers that a file wires or declares: by the actions of its resources, then by what their type says. */
export function runsOf(file: SourceFile, resources: readonly ResourceConfig[]): Run[] {
  const found = new Map<FunctionNode, Run>();
  const add = (run: Run): void => {
    if (!found.has(run.fn)) found.set(run.fn, run);
  };
  for (const resource of resources) for (const run of runsOfResource(file, resource)) add(run);
  for (const run of featureRuns(file)) add(run);
  for (const run of loneActionRuns(file)) add(run);
  for (const run of globalRuns(file)) add(run);
  const idle = new Set(resources.flatMap((resource) => recordHooksOf(file, resource)).map(({ fn }) => fn));
  for (const run of annotatedRuns(file)) if (!idle.has(run.fn)) add(run);
  return [...found.values()];
}

/** Hooks that the file attaches to actions of one record and to nothing else: `response.records` is never there for them. */
export function recordHooks(file: SourceFile, resources: readonly ResourceConfig[], runs: readonly Run[]): Run[] {
  const taken = new Set(runs.map(({ fn }) => fn));
  return resources.flatMap((resource) => recordHooksOf(file, resource)).filter(({ fn }) => !taken.has(fn));
}

function recordHooksOf(file: SourceFile, resource: ResourceConfig): Run[] {
  return actionsOf(file, resource.options).flatMap(({ name, action }) => {
    const type = stringValue(file.module, propertyOf(action, 'actionType')?.value);
    if (type === undefined ? !RECORD_ACTIONS.has(name) : type !== 'record') return [];
    return functionsIn(file, propertyOf(action, 'after')?.value, HOOK_ROLES).map((run): Run => ({ ...run, kind: 'hook', action: name, resource }));
  });
}

/** `const close: Action<BulkActionResponse> = { actionType: 'bulk', handler }`, or the same without a type in a project of AdminJS. */
function loneActionRuns(file: SourceFile): Run[] {
  const { module } = file;
  const found: Run[] = [];
  walk(module.program, (node) => {
    if (node.type !== 'ObjectExpression' || propertyOf(node, 'actionType') === undefined) return undefined;
    const type = declaredTypeOf(module, node)?.name;
    const isAction = type === undefined ? propertyOf(node, 'handler') !== undefined && dependsOnAdminJs(file.path) : ACTION_TYPES.has(type) && isFrameworkType(module, type);
    if (isAction) found.push(...runsOfAction(file, stringValue(module, propertyOf(node, 'name')?.value) ?? nameAround(module, node) ?? 'action', node, undefined));
    return undefined;
  });
  return found;
}

function runsOfResource(file: SourceFile, resource: ResourceConfig): Run[] {
  return resource.options === undefined ? [] : runsOfOptions(file, resource.options, resource);
}

function runsOfOptions(file: SourceFile, options: TSESTree.ObjectExpression, resource: ResourceConfig | undefined): Run[] {
  return actionsOf(file, options).flatMap(({ name, action }) => runsOfAction(file, name, action, resource));
}

/** The actions that options configure, by their names. */
export function actionsOf(file: SourceFile, options: TSESTree.ObjectExpression | undefined): { name: string; action: TSESTree.ObjectExpression }[] {
  const actions = options === undefined ? undefined : objectValue(file.module, propertyOf(options, 'actions')?.value);
  return (actions?.properties ?? []).flatMap((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    const action = property.type === 'Property' ? objectValue(file.module, property.value) : undefined;
    return name === undefined || action === undefined ? [] : [{ name, action }];
  });
}

/** `AdminJS.ACTIONS.list.after = …`: a hook of every resource. */
function globalRuns(file: SourceFile): Run[] {
  const found: Run[] = [];
  walk(file.module.program, (node) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return undefined;
    const { root, names: [actions, action = '', hook, ...more] } = chainOf(node.left);
    const binding = root.type === 'Identifier' ? file.module.resolve(root) : undefined;
    if (binding?.kind !== 'import' || !ADMINJS_PACKAGES.test(binding.source) || actions !== 'ACTIONS' || hook !== 'after' || more.length > 0 || !PAGE_ACTIONS.has(action)) return undefined;
    found.push(...functionsIn(file, node.right, HOOK_ROLES).map((run): Run => ({ ...run, kind: 'hook', action, resource: undefined })));
    return undefined;
  });
  return found;
}

/** `buildFeature({ actions: { list: { after } } })` */
function featureRuns(file: SourceFile): Run[] {
  return file.module.calls.flatMap((call) => {
    if (call.callee.type !== 'Identifier' || call.callee.name !== 'buildFeature') return [];
    const options = objectValue(file.module, call.arguments[0]);
    return options === undefined ? [] : runsOfOptions(file, options, undefined);
  });
}

function runsOfAction(file: SourceFile, name: string, action: TSESTree.ObjectExpression, resource: ResourceConfig | undefined): Run[] {
  const bulk = isBulk(file.module, name, action);
  const shared = { action: name, resource };
  const after = PAGE_ACTIONS.has(name) || bulk ? functionsIn(file, propertyOf(action, 'after')?.value, HOOK_ROLES) : [];
  const handled = bulk ? functionsIn(file, propertyOf(action, 'handler')?.value, HANDLER_ROLES) : [];
  return [...after.map((run): Run => ({ ...run, ...shared, kind: bulk ? 'action' : 'hook' })), ...handled.map((run): Run => ({ ...run, ...shared, kind: 'action' }))];
}

/** `actionType: 'bulk'`, or one of several; `bulkDelete` is AdminJS's own. */
function isBulk(module: JsModule, name: string, action: TSESTree.ObjectExpression): boolean {
  const type = unwrap(propertyOf(action, 'actionType')?.value);
  if (type?.type === 'ArrayExpression') return type.elements.some((element) => stringValue(module, element) === 'bulk');
  return type === undefined ? name === 'bulkDelete' : stringValue(module, type) === 'bulk';
}

type Found = Pick<Run, 'file' | 'fn' | 'roles' | 'wiring'>;

/** Functions that a hook's or handler's value is: one, a list, a name, or the result of a factory. */
function functionsIn(file: SourceFile, node: Node | undefined, roles: readonly Role[]): Found[] {
  const value = unwrap(node);
  if (value === undefined) return [];
  if (value.type === 'ArrayExpression') return value.elements.flatMap((element) => (element === null ? [] : functionsIn(file, element, roles)));
  const found = functionAt(file, value);
  return found === undefined ? [] : [{ ...found, roles, wiring: value }];
}

/** Factories and names that lead to a function. */
const DEPTH = 6;

/** The function that an expression is or gives, here or in another file. */
export function functionAt(file: SourceFile, node: Node, depth = DEPTH): { file: SourceFile; fn: FunctionNode } | undefined {
  const value = unwrap(node);
  if (isFunction(value)) return { file, fn: value };
  if (depth === 0) return undefined;
  if (value.type === 'CallExpression') {
    const factory = functionAt(file, value.callee, depth - 1);
    const made = factory === undefined ? undefined : returned(factory.fn);
    return factory === undefined || made === undefined ? undefined : madeFunction(factory.file, made);
  }
  const declared = declarationOf(file, value);
  if (declared === undefined || declared.node === value) return undefined;
  return isFunction(declared.node) ? { file: declared, fn: declared.node } : declared.node.type === 'CallExpression' ? functionAt(declared, declared.node, depth - 1) : undefined;
}

function madeFunction(file: SourceFile, node: Node): { file: SourceFile; fn: FunctionNode } | undefined {
  const value = unwrap(node);
  if (isFunction(value)) return { file, fn: value };
  const binding = value.type === 'Identifier' ? file.module.resolve(value) : undefined;
  const inner = binding?.kind === 'function' ? binding.node : binding?.kind === 'variable' ? unwrap(binding.node.init) : undefined;
  return isFunction(inner) ? { file, fn: inner } : undefined;
}

/** What a function returns, where it returns in one place. */
function returned({ body }: FunctionNode): Node | undefined {
  if (body.type !== 'BlockStatement') return body;
  const found: Node[] = [];
  walk(body, (node) => {
    if (node.type === 'ReturnStatement' && node.argument !== null) found.push(node.argument);
    return node.type === 'BlockStatement' || !isFunctionBoundary(node);
  });
  return found.length === 1 ? found[0] : undefined;
}

/** `const f: After<ActionResponse> = …`, `(): After<ActionResponse> => async (response) => …`, `const f: ActionHandler<any> = …` */
function annotatedRuns(file: SourceFile): Run[] {
  const { module } = file;
  if (!module.imports.some(({ source }) => ADMINJS_PACKAGES.test(source))) return [];
  const found: Run[] = [];
  const add = (type: string | undefined, fn: FunctionNode, wiring: Node): void => {
    if (type === undefined || !isFrameworkType(module, type)) return;
    const kind = HOOK_TYPES.has(type) ? 'hook' : HANDLER_TYPES.has(type) ? 'action' : undefined;
    if (kind !== undefined) found.push({ file, fn, wiring, kind, roles: kind === 'hook' ? HOOK_ROLES : HANDLER_ROLES, action: undefined, resource: undefined });
  };
  walk(module.program, (node) => {
    if (node.type === 'VariableDeclarator') {
      const value = unwrap(node.init);
      if (isFunction(value)) add(typeNameOf(node.id), value, node);
    } else if (isFunction(node)) {
      const made = returned(node);
      const inner = made === undefined ? undefined : madeFunction(file, made);
      if (inner !== undefined) add(typeNameOf({ typeAnnotation: node.returnType } as unknown as Node), inner.fn, node);
    }
    return undefined;
  });
  return found;
}

function isFrameworkType(module: JsModule, name: string): boolean {
  return module.imports.some((binding) => binding.name === name && ADMINJS_PACKAGES.test(binding.source));
}

/** True where linting the function's own file finds it too: by its type there. */
export function isFoundInItsFile({ file, fn }: Pick<Run, 'file' | 'fn'>): boolean {
  return annotatedRuns(file).some((run) => run.fn === fn);
}
