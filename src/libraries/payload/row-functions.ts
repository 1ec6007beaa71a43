import type { TSESTree } from '@typescript-eslint/utils';
import type { Project } from '../../project/project.ts';
import { textAt } from '../../project/files.ts';
import { contains } from '../../javascript/syntax/dependence.ts';
import type { RowFunction } from '../../javascript/frameworks/admin-framework.ts';
import { declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import { declaredTypesOf } from '../../javascript/syntax/annotations.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type FunctionNode, isFunction, keyName, type Node, propertyOf, some, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { propertyUnder, stringValue } from '../../javascript/syntax/values.ts';
import { configsOf, type PayloadConfig, typeNamed } from './collections.ts';
import { FIELD_TYPES, PAYLOAD_PACKAGES } from './facts.ts';

/** Hooks that run for each document of an answer, and for each that is put into another one in place of its id. */
export const HOOKS = ['afterRead', 'beforeRead'] as const;

/** Types that say so of a function that stands in a file of its own. */
const COLLECTION_HOOKS: Readonly<Record<string, string>> = { CollectionAfterReadHook: 'afterRead', CollectionBeforeReadHook: 'beforeRead' };

const BATCHED = 'Read them for the whole page in the collection’s `afterOperation`, where `result.docs` holds every document, with one `find` by `in`; a `join` field or a virtual field with a path needs no hook.';

/** The data loader knows of collections alone: what is asked of a global it sends anew each time. */
function onceFor({ method }: OrmCall): string {
  const loader = /^find(?:ByID)?$/.test(method) ? ', or ask `req.payloadDataLoader.find`, which remembers what it was asked in one request' : '';
  return `It asks the same for every document: keep the promise in \`req.context\`${loader}.`;
}

/** A function that Payload runs once for each document that it reads. */
export interface DocumentHook {
  readonly fn: FunctionNode;
  /** What messages call it, to follow "once". */
  readonly subject: string;
  /** What it is configured for, where the file says so. */
  readonly owner: PayloadConfig | undefined;
}

/** The functions of a file that Payload runs once for each document that it reads. */
export function rowFunctionsOf(file: SourceFile, project: Project): RowFunction[] {
  return documentHooksOf(file, project).map(({ fn, subject }) => ({ fn, row: fn.params[0], shared: sharedOf(fn), subject, kind: 'hook', origin: 'page', batched: BATCHED, once: onceFor }));
}

/** Hooks of reading of collections and fields, and the access of fields to be read; without those that keep lists in mind. */
export function documentHooksOf(file: SourceFile, { cwd }: Project): DocumentHook[] {
  const { module } = file;
  const configs = configsOf(file);
  const found = new Map<FunctionNode, DocumentHook>();
  const add = (value: Node | undefined, place: string, owner?: PayloadConfig): void => {
    const of = owner === undefined ? '' : ` of \`${owner.slug}\``;
    for (const fn of functionsIn(file, value)) if (found.get(fn)?.owner === undefined) found.set(fn, { fn, subject: `for each document${of} that is read, in ${place}`, owner });
  };
  walk(module.program, (node) => {
    if (isFunction(node)) {
      const type = annotatedAs(module, node);
      const isElsewhere = type === 'FieldHook' || (type === undefined && takesDocument(node));
      const hook = (type === undefined ? undefined : COLLECTION_HOOKS[type]) ?? (isElsewhere ? hookElsewhere(file, node, cwd) : undefined);
      if (hook !== undefined) add(node, `the hook \`${hook}\``);
    }
    if (node.type !== 'ObjectExpression') return undefined;
    const owner = configs.filter(({ config }) => contains(config, node)).at(-1);
    const isCollection = configs.some(({ config, isGlobal }) => config === node && !isGlobal);
    if (owner?.isGlobal === true || !(isCollection || isField(module, node, owner))) return undefined;
    const name = stringValue(module, propertyOf(node, 'name')?.value);
    const ofField = isCollection || name === undefined ? '' : ` of field \`${name}\``;
    for (const hook of HOOKS) add(propertyUnder(module, node, ['hooks', hook])?.value, `the hook \`${hook}\`${ofField}`, owner);
    if (!isCollection) add(propertyUnder(module, node, ['access', 'read'])?.value, `\`access.read\`${ofField}`, owner);
    return undefined;
  });
  return [...found.values()].filter(({ fn }) => !isGuarded(module, fn));
}

/** What hooks are handed that is no part of the document. */
const OF_REQUEST: ReadonlySet<string> = new Set(['req', 'context', 'collection', 'field', 'query', 'user']);

function sharedOf({ params: [first] }: FunctionNode): Node[] {
  return first?.type === 'ObjectPattern' ? first.properties.flatMap((property) => (property.type === 'Property' && OF_REQUEST.has(keyName(property) ?? '') ? [property.value] : [])) : [];
}

/** An object literal that is a field: in a collection by its type, elsewhere in a file that imports Payload. */
function isField(module: JsModule, node: TSESTree.ObjectExpression, owner: PayloadConfig | undefined): boolean {
  if (propertyOf(node, 'hooks') === undefined && propertyOf(node, 'access') === undefined) return false;
  const type = stringValue(module, propertyOf(node, 'type')?.value);
  return type !== undefined && FIELD_TYPES.has(type) && (owner !== undefined || module.imports.some(({ source }) => PAYLOAD_PACKAGES.test(source)));
}

/** The functions of this file that an option holds, alone or in a list. */
export function functionsIn(file: SourceFile, value: Node | undefined): FunctionNode[] {
  const inner = unwrap(value);
  if (inner?.type === 'ArrayExpression') return inner.elements.flatMap((element) => (element === null || element.type === 'SpreadElement' ? [] : functionsIn(file, element)));
  if (isFunction(inner)) return [inner];
  const declared = inner?.type === 'Identifier' ? declarationOf(file, inner) : undefined;
  return declared?.path === file.path && isFunction(declared.node) ? [declared.node] : [];
}

/** The type of Payload's that a function is declared as, be it by what makes it: `(slug: string): CollectionAfterReadHook => async ({ doc }) => …`. */
function annotatedAs(module: JsModule, fn: FunctionNode): string | undefined {
  return typeNamed(module, declaredTypesOf(module, fn).find((type) => type !== undefined)?.name, fn);
}

/** What a hook of a collection or a field is handed, as a function without a type of Payload's takes it out: `({ doc, req }) => …`. */
function takesDocument({ params: [first] }: FunctionNode): boolean {
  const names = first?.type === 'ObjectPattern' ? first.properties.map((property) => (property.type === 'Property' ? keyName(property) : undefined)) : [];
  return names.includes('req') && ['doc', 'data', 'siblingData', 'originalDoc', 'value'].some((name) => names.includes(name));
}

/** The hook of reading that another file of the project puts a function under: `afterRead: [populate]`, `afterRead: [populate('authors')]`. */
function hookElsewhere({ module, path: own }: SourceFile, fn: FunctionNode, cwd: string): string | undefined {
  const name = nameOf(module, fn);
  if (name === undefined || !/^\w+$/.test(name)) return undefined;
  const others = (sourcesAround(own, cwd)?.code.filesWith(name) ?? []).filter((path) => path !== own).slice(0, 20).map((path) => textAt(path) ?? '');
  return HOOKS.find((hook) => others.some((text) => new RegExp(`\\b${hook}\\s*:\\s*\\[[^\\]]*\\b${name}\\b`).test(text) && !isOfGlobal(text)));
}

/** A file that configures globals alone, which are one document each. */
function isOfGlobal(text: string): boolean {
  return /\bGlobalConfig\b/.test(text) && !/\b(?:CollectionConfig|Field)\b/.test(text);
}

/** The name of a function, or of the one that gives it. */
function nameOf(module: JsModule, fn: FunctionNode): string | undefined {
  if (fn.type === 'FunctionDeclaration') return fn.id?.name;
  const parent = module.parentOf(fn);
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  const maker = parent?.type === 'ReturnStatement' ? module.functionAround(parent) : isFunction(parent) ? parent : undefined;
  return maker && nameOf(module, maker);
}

/**
 * True for a function that keeps lists in mind: it asks whether several documents are read (`findMany`), keeps what it has asked in the request's `context`, or looks first whether a
 * relation is a document already, or a value was left out.
 */
function isGuarded(module: JsModule, fn: FunctionNode): boolean {
  return some(fn, (node) => {
    if (node.type === 'Identifier' && node.name === 'findMany') return true;
    if (node.type === 'Identifier' && node.name === 'context') return isAsked(module, node);
    if (node.type === 'IfStatement') return isTestOfType(node.test) || isTestOfPresence(node.test);
    return (node.type === 'ConditionalExpression' || (node.type === 'LogicalExpression' && node.operator === '&&')) && isTestOfType(node.type === 'ConditionalExpression' ? node.test : node.left) && some(node, (inner) => inner.type === 'AwaitExpression');
  });
}

/** `req.context.authors`, `context[key] ??= …`, and not `{ context }` alone, which hands it on. */
function isAsked(module: JsModule, context: Node): boolean {
  const parent = module.parentOf(context);
  const owner = parent?.type === 'MemberExpression' && parent.property === context ? module.parentOf(parent) : parent;
  return owner?.type === 'MemberExpression' && (owner.object === context || owner.object === parent);
}

/** `!('name' in siblingData)`: it asks for what a `select` left out. */
function isTestOfPresence(test: Node): boolean {
  return some(test, (node) => node.type === 'BinaryExpression' && node.operator === 'in' && node.left.type === 'Literal');
}

/** `typeof doc.author === 'object'`, whichever way round. */
function isTestOfType(test: Node): boolean {
  return some(test, (node) => node.type === 'BinaryExpression' && [node.left, node.right].some((side) => side.type === 'UnaryExpression' && side.operator === 'typeof') && [node.left, node.right].some((side) => side.type === 'Literal' && side.value === 'object'));
}
