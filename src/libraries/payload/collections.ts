import type { TSESTree } from '@typescript-eslint/utils';
import { declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import { usualString } from '../../javascript/project/usual-values.ts';
import { declaredTypeOf } from '../../javascript/syntax/annotations.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, isFunction, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { oncePer } from '../../project/memo.ts';
import { FIELD_TYPES, HEAVY_FIELDS, LAYOUT_FIELDS, PAYLOAD_PACKAGES } from './facts.ts';

/** A field as its configuration says it. */
export interface PayloadField {
  /** By which filters and `select` name it: behind the groups and tabs that have a name. */
  readonly path: readonly string[];
  readonly type: string;
  readonly config: TSESTree.ObjectExpression;
  /** The collection that it refers to, where that is one. */
  readonly target: string | undefined;
  readonly isMany: boolean;
}

/** The configuration of a collection or a global. */
export interface PayloadConfig {
  readonly slug: string;
  readonly isGlobal: boolean;
  readonly config: TSESTree.ObjectExpression;
  readonly fields: readonly PayloadField[];
}

/** Groups in groups. */
const DEPTH = 8;

/** The same as its file alone says it: the slug may be a const of another one. */
export type Unnamed = Omit<PayloadConfig, 'slug'> & { readonly named: Node };

/** The collections and globals that a file configures: by their type, or as entries of what `buildConfig` is handed. */
export function configsOf(file: SourceFile): readonly PayloadConfig[] {
  return configsNamed(file.module, file);
}

/** Asked for the lists, the hooks and the models of a file. */
const configsNamed = oncePer((module: JsModule, file: SourceFile): readonly PayloadConfig[] => configsIn(module, file).flatMap((config) => withSlug(file, config)));

/** A configuration with its slug; nothing where that isn't written down anywhere. */
export function withSlug(file: SourceFile, { named, ...config }: Unnamed): readonly PayloadConfig[] {
  const slug = usualString(file, named);
  return slug === undefined ? [] : [{ ...config, slug }];
}

/** What a file's own text says of what it configures. */
export const configsIn = oncePer((module: JsModule, file: SourceFile): readonly Unnamed[] => {
  const found: Unnamed[] = [];
  const add = (node: Node | null, isGlobal: boolean): void => {
    const config = node?.type === 'ObjectExpression' ? node : undefined;
    const named = config && propertyOf(config, 'slug')?.value;
    if (config !== undefined && named !== undefined) found.push({ named, isGlobal, config, fields: fieldsOf(file, propertyOf(config, 'fields')?.value, [], DEPTH) });
  };
  walk(module.program, (node) => {
    if (node.type === 'CallExpression' && calledName(node) === 'buildConfig') {
      const config = objectValue(module, node.arguments[0]);
      for (const name of ['collections', 'globals']) for (const entry of listAt(module, config, name)) add(unwrap(entry), name === 'globals');
    }
    const type = node.type === 'ObjectExpression' && propertyOf(node, 'slug') !== undefined ? payloadType(module, node) : undefined;
    if (type === 'CollectionConfig' || type === 'GlobalConfig') add(node, type === 'GlobalConfig');
    return undefined;
  });
  return found;
});

/** The type of Payload's that an object literal or a function is declared as. */
function payloadType(module: JsModule, node: Node): string | undefined {
  return typeNamed(module, declaredTypeOf(module, node)?.name, node);
}

/** The type of Payload's that a name stands for at `node`. */
export function typeNamed(module: JsModule, name: string | undefined, node: Node): string | undefined {
  const binding = name === undefined ? undefined : module.resolveName(name, node);
  return binding?.kind === 'import' && PAYLOAD_PACKAGES.test(binding.source) ? binding.imported : undefined;
}

function listAt(module: JsModule, object: TSESTree.ObjectExpression | undefined, name: string): readonly Node[] {
  const value = unwrap(object && propertyOf(object, name)?.value);
  return value?.type === 'ArrayExpression' ? value.elements.flatMap((element) => (element === null || element.type === 'SpreadElement' ? [] : [element])) : [];
}

/** The fields of a list, of consts and functions of this file that it names, and of what lays them out. */
function fieldsOf(file: SourceFile, list: Node | undefined, path: readonly string[], depth: number): PayloadField[] {
  const value = literalOf(file, list);
  return (value?.type === 'ArrayExpression' ? value.elements : []).flatMap((element) => {
    if (element === null || depth === 0) return [];
    if (element.type === 'SpreadElement') return fieldsOf(file, element.argument, path, depth - 1);
    const config = objectOf(file, element);
    return config === undefined ? [] : fieldsIn(file, config, path, depth - 1);
  });
}

function objectOf(file: SourceFile, node: Node): TSESTree.ObjectExpression | undefined {
  const value = literalOf(file, node);
  return value?.type === 'ObjectExpression' ? value : undefined;
}

/** The literal that an expression is, or the only answer of a function of this file that it calls or names. */
function literalOf(file: SourceFile, node: Node | undefined): Node | undefined {
  const declared = ownDeclaration(file, node);
  const [only, ...others] = isFunction(declared) ? answersOf(declared) : [declared];
  return others.length === 0 ? unwrap(only) : undefined;
}

/** What a name or a call of a function stands for, where that is in this file: what other files say is read with them. */
function ownDeclaration(file: SourceFile, node: Node | undefined): Node | undefined {
  const value = unwrap(node);
  const declared = value?.type === 'CallExpression' ? declarationOf(file, value.callee) : declarationOf(file, value);
  if (declared?.path !== file.path || (value?.type === 'CallExpression' && !isFunction(declared.node))) return undefined;
  return declared.node;
}

function fieldsIn(file: SourceFile, config: TSESTree.ObjectExpression, path: readonly string[], depth: number): PayloadField[] {
  const { module } = file;
  const type = stringValue(module, propertyOf(config, 'type')?.value) ?? '';
  const name = stringValue(module, propertyOf(config, 'name')?.value);
  const below = name === undefined ? path : [...path, name];
  if (type === 'tabs') {
    return listAt(module, config, 'tabs').flatMap((tab) => {
      const own = depth === 0 ? undefined : objectOf(file, tab);
      return own === undefined ? [] : fieldsIn(file, own, path, depth - 1);
    });
  }
  const isLayout = LAYOUT_FIELDS.has(type) || type === 'group' || type === '';
  if (isLayout) return depth === 0 ? [] : fieldsOf(file, propertyOf(config, 'fields')?.value, below, depth - 1);
  if (name === undefined || !FIELD_TYPES.has(type)) return [];
  return [{ path: below, type, config, target: stringValue(module, propertyOf(config, type === 'join' ? 'collection' : 'relationTo')?.value), isMany: type === 'join' || isTrue(config, 'hasMany') }];
}

/** True for fields that take much room in each document, or more statements than one. */
export function isHeavy({ type }: PayloadField): boolean {
  return HEAVY_FIELDS.has(type);
}

/** True where an option is set to `true`. */
export function isTrue(config: TSESTree.ObjectExpression | undefined, name: string): boolean {
  const value = unwrap(config && propertyOf(config, name)?.value);
  return value?.type === 'Literal' && value.value === true;
}
