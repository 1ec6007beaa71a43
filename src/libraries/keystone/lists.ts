import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { importFrom, type JsModule } from '../../javascript/syntax/module.ts';
import { type FunctionNode, isFunction, keyName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue, propertyUnder, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import { DEFAULT_COLUMNS, DEFAULT_PAGE_SIZE, KEYSTONE_PACKAGES, LABEL_FIELDS } from './facts.ts';

/** One field of a list, made by a function of Keystone's or by another one. */
export interface ListField {
  readonly name: string;
  /** `relationship`, `virtual`, `text`; undefined for what Keystone doesn't make. */
  readonly kind: string | undefined;
  readonly options: TSESTree.ObjectExpression | undefined;
  readonly node: TSESTree.Property;
}

/** A column of a list's page: where it is named, and the field. */
export interface Column {
  readonly node: Node;
  readonly field: ListField;
  /** The array that names it; undefined where Keystone takes it by itself. */
  readonly listed: TSESTree.ArrayExpression | undefined;
}

/** One `list({ … })` of a file. */
export interface List {
  readonly name: string;
  readonly call: TSESTree.CallExpression;
  readonly ui: TSESTree.ObjectExpression | undefined;
  /** In their order; `unread` stands for what is spread in from elsewhere. */
  readonly fields: readonly (ListField | 'unread')[];
  readonly pageSize: number;
  readonly labelField: string;
  /** The admin shows a page of it. */
  readonly isShown: boolean;
}

/** The lists that a file configures. */
export function listsOf(file: SourceFile): List[] {
  const { module } = file;
  return module.calls.flatMap((call) => {
    const config = keystoneName(module, call.callee) === 'list' ? objectValue(module, call.arguments[0]) : undefined;
    if (config === undefined) return [];
    const ui = objectValue(module, valueUnder(module, config, ['ui']));
    const fields = fieldsOf(module, objectValue(module, valueUnder(module, config, ['fields'])));
    return [{ name: nameOf(file, call), call, ui, fields, pageSize: numberValue(module, valueUnder(module, ui, ['listView', 'pageSize'])) ?? DEFAULT_PAGE_SIZE, labelField: labelOf(module, ui, fields), isShown: isShown(module, config, ui) }];
  });
}

/** What Keystone exports that a name stands for. */
function keystoneName(module: JsModule, callee: Node): string | undefined {
  return importFrom(module, unwrap(callee), KEYSTONE_PACKAGES)?.imported;
}

/** The key in `lists`, the const, or the file that holds it. */
function nameOf({ module, path }: SourceFile, call: TSESTree.CallExpression): string {
  let around = module.parentOf(call);
  while (around?.type === 'TSSatisfiesExpression' || around?.type === 'TSAsExpression') around = module.parentOf(around);
  const name = around?.type === 'Property' ? keyName(around) : around?.type === 'VariableDeclarator' && around.id.type === 'Identifier' ? around.id.name : undefined;
  return name !== undefined && /^[A-Z]/.test(name) ? name : basename(path).replace(/\.\w+$/, '');
}

function fieldsOf(module: JsModule, fields: TSESTree.ObjectExpression | undefined): (ListField | 'unread')[] {
  if (fields === undefined) return ['unread'];
  return fields.properties.flatMap((property): (ListField | 'unread')[] => {
    if (property.type === 'SpreadElement') return spreadFields(module, property.argument);
    const name = keyName(property);
    const call = unwrap(property.value);
    if (name === undefined) return ['unread'];
    const kind = call.type === 'CallExpression' ? keystoneName(module, call.callee) : undefined;
    return [{ name, kind, options: call.type === 'CallExpression' ? objectValue(module, call.arguments[0]) : undefined, node: property }];
  });
}

/** `...group({ label, fields: { … } })`, `...tracked` of a const. */
function spreadFields(module: JsModule, node: Node): (ListField | 'unread')[] {
  const value = unwrap(node);
  const group = value.type === 'CallExpression' && keystoneName(module, value.callee) === 'group' ? objectValue(module, value.arguments[0]) : undefined;
  return fieldsOf(module, group === undefined ? objectValue(module, value) : objectValue(module, valueUnder(module, group, ['fields'])));
}

function labelOf(module: JsModule, ui: TSESTree.ObjectExpression | undefined, fields: readonly (ListField | 'unread')[]): string {
  const own = propertyOf(ui, 'labelField');
  if (own !== undefined) return stringValue(module, own.value) ?? '';
  return LABEL_FIELDS.find((name) => fields.some((field) => field !== 'unread' && field.name === name)) ?? (fields.includes('unread') ? '' : 'id');
}

/** Neither hidden nor without an API, nor of one item alone. */
function isShown(module: JsModule, config: TSESTree.ObjectExpression, ui: TSESTree.ObjectExpression | undefined): boolean {
  const isOff = (value: Node | undefined): boolean => value === undefined || (value.type === 'Literal' && value.value === false);
  return isOff(unwrap(propertyOf(ui, 'isHidden')?.value)) && isOff(unwrap(propertyOf(config, 'isSingleton')?.value)) && propertyUnder(module, config, ['graphql', 'omit']) === undefined;
}

/** The columns that a list's page begins with; undefined where they can't all be told. */
export function columnsOf(module: JsModule, list: List): readonly Column[] | undefined {
  const listView = objectValue(module, valueUnder(module, list.ui, ['listView']));
  const named = propertyOf(listView, 'initialColumns');
  const listed = unwrap(named?.value);
  const columns = named === undefined ? defaultColumns(module, list) : listed?.type === 'ArrayExpression' ? listedColumns(module, list, listed) : undefined;
  return columns?.filter(({ field }) => isVisible(module, field, 'listView', listView));
}

function listedColumns(module: JsModule, { fields }: List, listed: TSESTree.ArrayExpression): Column[] {
  return listed.elements.flatMap((node) => {
    const name = node === null ? undefined : stringValue(module, node);
    const field = fields.find((one): one is ListField => one !== 'unread' && one.name === name);
    return node === null || field === undefined ? [] : [{ node, field, listed }];
  });
}

function defaultColumns(module: JsModule, { fields, labelField }: List): Column[] | undefined {
  const first = fields.find((one): one is ListField => one !== 'unread' && one.name === labelField);
  if (first === undefined && labelField !== 'id') return undefined;
  const columns: Column[] = first === undefined ? [] : [{ node: first.node.key, field: first, listed: undefined }];
  for (const field of fields) {
    if (columns.length + (first === undefined ? 1 : 0) >= DEFAULT_COLUMNS) break;
    if (field === 'unread') return undefined;
    if (field.name !== labelField && field.name !== 'id' && propertyUnder(module, field.options, ['graphql', 'omit']) === undefined) columns.push({ node: field.node.key, field, listed: undefined });
  }
  return columns;
}

/** True where a view shows the field to everybody: nothing says otherwise, for the field or for all of them. */
export function isVisible(module: JsModule, { options }: ListField, view: 'listView' | 'itemView', ofAll?: TSESTree.ObjectExpression): boolean {
  const mode = propertyUnder(module, options, ['ui', view, 'fieldMode']) ?? propertyOf(ofAll, 'defaultFieldMode');
  const value = stringValue(module, mode?.value);
  return mode === undefined || (value !== undefined && value !== 'hidden');
}

/** The function that computes a virtual field: `virtual({ field: g.field({ resolve(item) { … } }) })`, or one that is made when the lists are known. */
export function resolverOf(module: JsModule, { kind, options }: ListField): FunctionNode | undefined {
  const made = kind === 'virtual' ? unwrap(propertyOf(options, 'field')?.value) : undefined;
  const call = isFunction(made) && made.body.type !== 'BlockStatement' ? unwrap(made.body) : made;
  const resolve = call?.type === 'CallExpression' ? unwrap(propertyOf(objectValue(module, call.arguments[0]), 'resolve')?.value) : undefined;
  if (isFunction(resolve)) return resolve;
  const binding = resolve?.type === 'Identifier' ? module.resolve(resolve) : undefined;
  const init = binding?.kind === 'function' ? binding.node : binding?.kind === 'variable' && binding.constant ? unwrap(binding.node.init) : undefined;
  return isFunction(init) ? init : undefined;
}
