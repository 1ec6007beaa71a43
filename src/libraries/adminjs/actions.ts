import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import type { Project } from '../../project/project.ts';
import type { RowList } from '../../javascript/frameworks/admin-framework.ts';
import { fileFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { exportedNames } from '../../javascript/project/own-exports.ts';
import { functionWired, withHandedOn } from '../../javascript/rows/row-functions.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import { declaredTypeOf, returnTypeOf, typeNameOf } from '../../javascript/syntax/annotations.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { chainOf, isImportOf, type JsModule } from '../../javascript/syntax/module.ts';
import { calledName, type FunctionNode, isFunction, namedProperties, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { functionValue, objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { ACTION_TYPES, ADMINJS_PACKAGES, DEFAULT_PAGE_SIZE, FUNCTION_TYPES, PAGE_ACTIONS, RECORD_ACTIONS } from './facts.ts';
import { dependsOnAdminJs, nameAround, type ResourceConfig, resourcesIn } from './resources.ts';

/** One action that a file configures: of a resource, of a feature, or by itself. */
interface AdminAction {
  readonly name: string;
  readonly config: TSESTree.ObjectExpression;
  readonly resource: ResourceConfig | undefined;
}

/** Records that AdminJS hands to a function, with the action that it belongs to and the resource, where those are known. */
export interface RecordList extends RowList {
  readonly action?: string;
  readonly resource?: ResourceConfig | undefined;
}

/** Where records stand among what hooks and handlers are handed: `(response, request, context)`, `(request, response, context)`. */
const HANDED = { hook: [[0, 'records'], [2, 'records']], action: [[2, 'records'], [0, 'query', 'recordIds']] } as const;

/** Every action that a file configures. */
export const actionsIn = oncePer((module: JsModule, file: SourceFile, project: Project): readonly AdminAction[] => {
  const ofOptions = (options: TSESTree.ObjectExpression | undefined, resource?: ResourceConfig): AdminAction[] => namedProperties(objectValue(module, propertyOf(options, 'actions')?.value)).flatMap(({ name, property }) => {
    const config = objectValue(module, property.value);
    return config === undefined ? [] : [{ name, config, resource }];
  });
  const found = [
    ...resourcesIn(module, file, project).flatMap((resource) => ofOptions(resource.options, resource)),
    ...module.calls.filter((call) => calledName(call) === 'buildFeature').flatMap((call) => ofOptions(objectValue(module, call.arguments[0]))),
  ];
  walk(module.program, (node) => {
    if (node.type === 'ObjectExpression' && isLoneAction(file, node) && !found.some(({ config }) => config === node)) {
      found.push({ name: stringValue(module, propertyOf(node, 'name')?.value) ?? nameAround(module, node) ?? 'action', config: node, resource: undefined });
    }
    return undefined;
  });
  return found;
});

/** `const close: Action<BulkActionResponse> = { actionType: 'bulk', handler }`, or the same without a type in a project of AdminJS. */
function isLoneAction({ module, path }: SourceFile, node: TSESTree.ObjectExpression): boolean {
  if (propertyOf(node, 'actionType') === undefined) return false;
  const type = declaredTypeOf(module, node)?.name;
  return type === undefined ? propertyOf(node, 'handler') !== undefined && dependsOnAdminJs(path) : ACTION_TYPES.has(type) && isImportOf(module, type, ADMINJS_PACKAGES);
}

/** The records that AdminJS hands to functions which the file wires or declares: those of a page to hooks, the selected ones to bulk actions. */
export const recordLists = oncePer((module: JsModule, file: SourceFile, project: Project): readonly RecordList[] => {
  const actions = actionsIn(module, file, project);
  const wired = [...actions.flatMap((action) => ofAction(file, action)), ...ofEveryResource(file)];
  // what is attached to actions of one record alone never sees records, whatever its type says
  return [...wired, ...actions.flatMap((action) => ofRecordAction(file, action)), ...ofTypes(file, project)];
});

/** The same, with the functions of the file that they are handed on to. */
export const recordListsWithin = oncePer((module: JsModule, file: SourceFile, project: Project) => withHandedOn(file, recordLists(module, file, project)));

/** The functions that an option holds, one or several, and the records that they are handed. */
function listsOf(file: SourceFile, value: Node | undefined, as: keyof typeof HANDED, said: Omit<RecordList, 'fn' | 'parameter' | 'path' | 'wired'>): RecordList[] {
  const given = unwrap(value);
  if (given?.type === 'ArrayExpression') return given.elements.flatMap((element) => (element === null ? [] : listsOf(file, element, as, said)));
  const found = functionWired(file, given);
  const wired = found?.wired && { ...found.wired, isFoundThere: typedAs(found.wired.file.module, found.fn) !== undefined };
  return found === undefined ? [] : HANDED[as].map(([parameter, ...path]) => ({ ...said, ...found, parameter, path, ...(wired && { wired }) }));
}

const OF_PAGE = { kind: 'hook', origin: 'page', rows: DEFAULT_PAGE_SIZE } as const;
const OF_SELECTION = { kind: 'action', origin: 'selection' } as const;

function ofAction(file: SourceFile, { name, config, resource }: AdminAction): RecordList[] {
  const isBulk = typesOf(file.module, config)?.includes('bulk') ?? name === 'bulkDelete';
  const after = propertyOf(config, 'after')?.value;
  if (!isBulk) return PAGE_ACTIONS.has(name) ? listsOf(file, after, 'hook', { ...OF_PAGE, action: name, resource, place: behind(name) }) : [];
  const selected = { ...OF_SELECTION, action: name, resource, place: ` in bulk action \`${name}\`` };
  return [...listsOf(file, after, 'hook', selected), ...listsOf(file, propertyOf(config, 'handler')?.value, 'action', selected)];
}

function behind(action: string): string {
  return ` in the \`after\` hook of \`${action}\``;
}

/** What is seen of hooks of actions that have one record: what they do with records never runs. */
const OF_ONE = { ...OF_PAGE, place: '', around: [{ what: 'no-records' }] } as const;

function ofRecordAction(file: SourceFile, action: AdminAction): RecordList[] {
  return isOfRecord(file, action) ? listsOf(file, propertyOf(action.config, 'after')?.value, 'hook', OF_ONE) : [];
}

function isOfRecord({ module }: SourceFile, { name, config, resource }: AdminAction): boolean {
  return resource !== undefined && (typesOf(module, config)?.every((type) => type === 'record') ?? RECORD_ACTIONS.has(name));
}

/** Files that are read for what a hook is attached to. */
const MOST_FILES = 20;

/** True where other files attach a hook, and every one of them to actions of one record alone. */
function isOfRecordsElsewhere(file: SourceFile, hook: FunctionNode, project: Project): boolean {
  const { module, path: own } = file;
  const { id } = (module.parentOf(hook) ?? {}) as Partial<TSESTree.VariableDeclarator>;
  const names = id?.type === 'Identifier' ? exportedNames(module, id.name) : [];
  const code = names.length === 0 ? undefined : sourcesAround(own, project.cwd)?.code;
  const others = [...new Set(names.flatMap((name) => code?.filesWith(name) ?? []))].filter((path) => path !== own);
  return others.length > 0 && others.length <= MOST_FILES && others.every((path) => {
    const other = fileFrom(file, path);
    const attached = other === undefined ? [] : actionsIn(other.module, other, project).filter(({ config }) => listsOf(other, propertyOf(config, 'after')?.value, 'hook', OF_ONE).some(({ fn }) => fn === hook));
    return other !== undefined && attached.length > 0 && attached.every((action) => isOfRecord(other, action));
  });
}

/** `actionType: 'bulk'`, or several of them. */
function typesOf(module: JsModule, config: TSESTree.ObjectExpression): readonly (string | undefined)[] | undefined {
  const type = unwrap(propertyOf(config, 'actionType')?.value);
  return type?.type === 'ArrayExpression' ? type.elements.map((element) => stringValue(module, element)) : type && [stringValue(module, type)];
}

/** `AdminJS.ACTIONS.list.after = …`: a hook of every resource. */
function ofEveryResource(file: SourceFile): RecordList[] {
  const found: RecordList[] = [];
  walk(file.module.program, (node) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return undefined;
    const { root, names: [actions, action = '', hook, ...more] } = chainOf(node.left);
    const binding = root.type === 'Identifier' ? file.module.resolve(root) : undefined;
    if (binding?.kind === 'import' && ADMINJS_PACKAGES.test(binding.source) && actions === 'ACTIONS' && hook === 'after' && more.length === 0 && PAGE_ACTIONS.has(action)) {
      found.push(...listsOf(file, node.right, 'hook', { ...OF_PAGE, action, place: behind(action) }));
    }
    return undefined;
  });
  return found;
}

/** What functions are by their types, whoever attaches them. */
function ofTypes(file: SourceFile, project: Project): RecordList[] {
  const { module } = file;
  const found: RecordList[] = [];
  if (!module.imports.some(({ source }) => ADMINJS_PACKAGES.test(source))) return found;
  walk(module.program, (node) => {
    const as = isFunction(node) ? typedAs(module, node) : undefined;
    if (!isFunction(node) || as === undefined) return undefined;
    const ofHook = (): Omit<RecordList, 'fn' | 'parameter' | 'path' | 'wired'> => (isOfRecordsElsewhere(file, node, project) ? OF_ONE : { ...OF_PAGE, place: '' });
    found.push(...listsOf(file, node, as, as === 'hook' ? ofHook() : { ...OF_SELECTION, place: '' }));
    return undefined;
  });
  return found;
}

/** `const f: After<ActionResponse> = …`, `(): After<ActionResponse> => async (response) => …`, `const f: ActionHandler<any> = …` */
function typedAs(module: JsModule, fn: FunctionNode): 'hook' | 'action' | undefined {
  const parent = module.parentOf(fn);
  const maker = module.functionAround(fn);
  const made = maker !== undefined && answersOf(maker).some((answer) => functionValue(module, answer) === fn) ? returnTypeOf(maker)?.name : undefined;
  const type = (parent?.type === 'VariableDeclarator' ? typeNameOf(parent.id) : undefined) ?? made;
  return type !== undefined && Object.hasOwn(FUNCTION_TYPES, type) && isImportOf(module, type, ADMINJS_PACKAGES) ? FUNCTION_TYPES[type] : undefined;
}
