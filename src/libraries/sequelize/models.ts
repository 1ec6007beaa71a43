import type { TSESTree } from '@typescript-eslint/utils';
import { dirname } from 'node:path';
import { instanceClass } from '../../javascript/project/called.ts';
import { declarationOf, exportOf, fileFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { packagesAround } from '../../javascript/project/packages.ts';
import { resolveSource } from '../../javascript/project/resolve.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import { annotationOf, referenceOf } from '../../javascript/syntax/annotations.ts';
import { ELEMENT, KEYED, membersSet, sourcesOf } from '../../javascript/syntax/flow.ts';
import { memberOf, pathIn } from '../../javascript/syntax/module.ts';
import { type ClassNode, isFunction, lastName, memberName, type Node, parameterPattern, propertyOf, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { literally } from '../../model/text.ts';
import { remembered, textAt } from '../../project/files.ts';
import { isModelClass } from './model-classes.ts';
import { rowOfModelType } from './model-types.ts';
import { OTHERS, SEQUELIZE } from './packages.ts';

/** A model, and where it is declared if that is known. */
export interface FoundModel {
  /** As the code that asks for it names it. */
  readonly name: string;
  /** The class, or the call of `define`. */
  readonly declared: { readonly file: SourceFile; readonly node: ClassNode | TSESTree.CallExpression } | undefined;
}

/** Names and files that are followed to a model. */
const STEPS = 12;

/** What gives the same model with other defaults. */
const SCOPED = /^(?:scope|unscoped|schema|withScope|withoutScope|withSchema|withInitialScope)$/;

/** `typeof Order` aside: types whose values are a model. */
const MODEL_TYPES = /^(?:ModelStatic|ModelCtor|ModelType|Repository)$/;

/** The model whose static methods an expression has; by imports, declarations and the names of `sequelize.models`. */
export function modelOf(file: SourceFile, node: Node | null | undefined, steps = STEPS): FoundModel | undefined {
  const value = withoutAwait(node);
  if (value === undefined || steps === 0) return undefined;
  switch (value.type) {
    case 'Identifier': {
      const binding = file.module.resolve(value);
      return binding === undefined ? undefined : ofBinding(file, binding, value, steps - 1);
    }
    case 'ThisExpression':
      return ofThis(file, value, steps - 1);
    case 'MemberExpression':
      return ofMember(file, value, steps - 1);
    case 'CallExpression':
      return ofCall(file, value, steps - 1);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return isModelClass(file, value, steps) ? { name: value.id?.name ?? 'Model', declared: { file, node: value } } : undefined;
    default:
      return undefined;
  }
}

function ofBinding(file: SourceFile, binding: Binding, at: TSESTree.Identifier, steps: number): FoundModel | undefined {
  const { name } = binding;
  switch (binding.kind) {
    case 'class':
      return modelOf(file, binding.node, steps);
    case 'import':
      return ofImport(file, at, binding.source, binding.imported, steps);
    case 'parameter': {
      const parameter = binding.node.params[binding.index];
      return parameter === undefined ? undefined : annotated(file, parameterPattern(parameter), steps) ?? fromPattern(file, parameterPattern(parameter), binding.identifier);
    }
    case 'variable': {
      const said = annotated(file, binding.node.id, steps);
      const [only, ...others] = said === undefined ? sourcesOf(file.module, binding.identifier).filter(({ isDefault }) => isDefault !== true) : [];
      if (only === undefined || others.length > 0) return renamed(said, name);
      return only.path.length > 0 ? fromContainer(file, only.node, only.path, steps) : renamed(modelOf(file, only.node, steps), name);
    }
    default:
      return undefined;
  }
}

function ofImport(file: SourceFile, at: TSESTree.Identifier, source: string, imported: string, steps: number): FoundModel | undefined {
  const path = resolveSource(file.path, source);
  const declared = path === undefined ? undefined : (exportOf(file, path, imported) ?? (imported === '*' ? exportOf(file, path, 'default') : undefined));
  if (declared !== undefined) {
    const found = modelOf(declared, declared.node, steps);
    return found === undefined ? undefined : { ...found, name: at.name };
  }
  // What an index of models puts together at run time has the names of the models.
  return path !== undefined && isModelName(imported) ? putTogether(file, path, imported) : undefined;
}

/** `this` in a static method, and in a function that is set on a model: `Order.closeAll = function () { … }`. */
function ofThis(file: SourceFile, node: TSESTree.ThisExpression, steps: number): FoundModel | undefined {
  const owner = file.module.thisClass(node);
  if (owner === undefined) return ofOwnerSet(file, node, steps);
  for (let at = file.module.parentOf(node); at !== undefined && at !== owner; at = file.module.parentOf(at)) {
    if ((at.type === 'MethodDefinition' || at.type === 'PropertyDefinition') && file.module.parentOf(at) === owner.body) return at.static ? modelOf(file, owner) : undefined;
  }
  return undefined;
}

function ofOwnerSet({ module, ...file }: SourceFile, node: Node, steps: number): FoundModel | undefined {
  let fn = module.functionAround(node);
  while (fn?.type === 'ArrowFunctionExpression') fn = module.functionAround(fn);
  const set = fn && module.parentOf(fn);
  const target = set?.type === 'AssignmentExpression' && set.right === fn ? unwrap(set.left) : undefined;
  return target?.type === 'MemberExpression' ? modelOf({ ...file, module }, target.object, steps) : undefined;
}

function ofMember(file: SourceFile, node: TSESTree.MemberExpression, steps: number): FoundModel | undefined {
  const name = memberName(node);
  const object = unwrap(node.object);
  if (name === undefined) return undefined;
  if (object.type === 'ThisExpression') {
    const owner = file.module.thisClass(object);
    return owner === undefined ? undefined : ofMemberIn(file, owner, name, steps);
  }
  return fromContainer(file, object, [name], steps) ?? ofInstance(file, object, name, steps);
}

/** What a member of a class is annotated as, or set to. */
function ofMemberIn(file: SourceFile, owner: ClassNode, name: string, steps: number): FoundModel | undefined {
  const member = memberOf(owner, name);
  const [set] = membersSet(file.module, owner, name);
  return (member && annotated(file, member.type === 'TSParameterProperty' ? parameterPattern(member) : member, steps)) ?? modelOf(file, set?.node, steps);
}

/** `database.orderModel` of a class of the project that has the models as members: `get orderModel() { return this.models.order; }`. */
function ofInstance(file: SourceFile, object: Node, name: string, steps: number): FoundModel | undefined {
  const site = isSequelizeProject(file) ? instanceClass(file, object) : undefined;
  return site && ofMemberIn(site.file, site.node, name, steps);
}

/** `sequelize.define('Order', …)`, `Order.init(…)`, `Order.scope('open')`, `sequelize.model('Order')`, a factory that is called. */
function ofCall(file: SourceFile, node: TSESTree.CallExpression, steps: number): FoundModel | undefined {
  const callee = unwrap(node.callee);
  const [first] = node.arguments;
  if (callee.type === 'MemberExpression') {
    const name = memberName(callee) ?? '';
    if (name === 'define') return isSequelize(file, callee.object) && first !== undefined ? { name: stringValue(file.module, first) ?? 'Model', declared: { file, node } } : undefined;
    if (name === 'model' && isSequelize(file, callee.object)) {
      const given = stringValue(file.module, first);
      return given === undefined ? modelOf(file, first, steps) : { name: given, declared: undefined };
    }
    if (name === 'getRepository' && isSequelize(file, callee.object)) return modelOf(file, first, steps);
    return name === 'init' || SCOPED.test(name) ? modelOf(file, callee.object, steps) : undefined;
  }
  const factory = callee.type === 'Identifier' || callee.type === 'CallExpression' ? factoryOf(file, callee) : undefined;
  return factory === undefined ? undefined : madeBy(factory.file, factory.node, steps);
}

/** The function that is called: a name's, or what `require('./order')` exports. */
function factoryOf(file: SourceFile, callee: TSESTree.Identifier | TSESTree.CallExpression): { readonly file: SourceFile; readonly node: Node } | undefined {
  if (callee.type === 'Identifier') {
    const declared = declarationOf(file, callee);
    return declared === undefined ? undefined : { file: declared, node: declared.node };
  }
  const source = callee.callee.type === 'Identifier' && callee.callee.name === 'require' ? stringValue(file.module, callee.arguments[0]) : undefined;
  const path = source === undefined ? undefined : resolveSource(file.path, source);
  const declared = path === undefined ? undefined : exportOf(file, path, '*');
  return declared === undefined ? undefined : { file: declared, node: declared.node };
}

/** The model that a factory `(sequelize, DataTypes) => { …; return Order; }` gives. */
function madeBy(file: SourceFile, node: Node, steps: number): FoundModel | undefined {
  if (!isFunction(node)) return undefined;
  if (node.body.type !== 'BlockStatement') return modelOf(file, node.body, steps);
  const last = node.body.body.findLast((statement) => statement.type === 'ReturnStatement');
  return last === undefined ? undefined : modelOf(file, last.argument, steps);
}

/** `typeof Order`, `ModelStatic<Order>`, `Repository<Order>` of sequelize-typescript; `ModelStatic<OrderAttributes>`, where no class is the model's. */
function annotated(file: SourceFile, node: Node, steps: number): FoundModel | undefined {
  const type = annotationOf(node);
  if (type?.type === 'TSTypeQuery') return type.exprName.type === 'Identifier' ? classNamed(file, type.exprName.name, node, steps) : undefined;
  const { name = '', args: [row] = [] } = referenceOf(type) ?? {};
  const ofClass = row !== undefined && MODEL_TYPES.test(name) ? classNamed(file, row, node, steps) : undefined;
  return ofClass ?? (type === undefined ? undefined : ofRowType(file, type));
}

/** The model that Sequelize's own type is of, be it under a name that the project gives it: `ModelDef<Order>`, where `type ModelDef<M> = ModelCtor<Model<M> & M>`. */
function ofRowType(file: SourceFile, type: Node): FoundModel | undefined {
  const row = rowOfModelType(file, type);
  if (row === undefined) return undefined;
  const name = row.replace(/(?<=\w)(?:Instance|Attributes|Model)$/, '');
  return { name, declared: modelInProject(file, name)?.declared };
}

/** The model whose class a type names. */
export function classNamed(file: SourceFile, name: string, at: Node, steps = STEPS): FoundModel | undefined {
  const binding = file.module.resolveName(name, at);
  if (binding === undefined || !(binding.kind === 'import' || binding.kind === 'class')) return undefined;
  return ofBinding(file, binding, binding.identifier, steps);
}

/** A parameter `{ models: { Order } }`. */
function fromPattern(file: SourceFile, pattern: Node, identifier: TSESTree.Identifier): FoundModel | undefined {
  const path = pathIn(pattern, identifier) ?? [];
  const name = path.at(-1) ?? '';
  return path.at(-2) === 'models' && isModelName(name) && isSequelizeProject(file) ? { name, declared: undefined } : undefined;
}

/** What projects call the object that has the models. */
const CONTAINERS = /^(?:models|database|db)$/;

/** What stands under a name in an object of models: what `require('../models')` gives, `sequelize.models`, `this.models`. */
function fromContainer(file: SourceFile, container: Node, path: readonly string[], steps: number): FoundModel | undefined {
  const name = path.at(-1);
  // one of all models, whichever it is
  const isNamed = name !== undefined && name !== ELEMENT && name !== KEYED;
  const found = !isNamed || NO_MODEL.test(name) ? undefined : named(file, container, path, name, steps);
  // A name with a small letter may be anything, unless the file that declares the model is there.
  return name !== undefined && (isModelName(name) || found?.declared !== undefined) ? found : undefined;
}

function named(file: SourceFile, container: Node, path: readonly string[], name: string, steps: number): FoundModel | undefined {
  const value = unwrap(container);
  if (path.length === 1 && value.type === 'Identifier') {
    const binding = file.module.resolve(value);
    const there = binding?.kind === 'import' ? ofModule(file, binding.source, binding.imported, name, steps) : undefined;
    if (there !== undefined) return there;
    const declared = declarationOf(file, value);
    const property = declared?.node.type === 'ObjectExpression' ? declared.node.properties.find((one) => one.type === 'Property' && one.key.type === 'Identifier' && one.key.name === name) : undefined;
    const set = property?.type === 'Property' ? property.value : binding && memberSet(file, binding, name);
    const found = set === undefined ? undefined : modelOf(declared ?? file, set, steps);
    if (found !== undefined) return renamed(found, name);
  }
  const last = path.length > 1 ? path.at(-2) : value.type === 'MemberExpression' ? memberName(value) : value.type === 'Identifier' ? value.name : undefined;
  if (!CONTAINERS.test(last ?? '') || !isSequelizeProject(file)) return undefined;
  // A name with a small letter is a model's only where the project declares one so, and so is whatever a database has.
  return last === 'models' && isModelName(name) ? { name, declared: undefined } : modelInProject(file, name);
}

/** What the object of a name is given under another: `db.Order = require('./order')(sequelize)`, `models['Order'] = Order`. */
function memberSet({ module }: SourceFile, binding: Binding, name: string): Node | undefined {
  const values = module.referencesTo(binding).flatMap((use) => {
    const member = module.parentOf(use);
    const set = member?.type === 'MemberExpression' && member.object === use && memberName(member) === name ? module.parentOf(member) : undefined;
    return set?.type === 'AssignmentExpression' && set.operator === '=' && set.left === member ? [set.right] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}

function renamed(found: FoundModel | undefined, name: string): FoundModel | undefined {
  return found === undefined ? undefined : { ...found, name };
}

/** `db.Order` of `import db from './models'`. */
function ofModule(file: SourceFile, source: string, imported: string, name: string, steps: number): FoundModel | undefined {
  const path = resolveSource(file.path, source);
  if (path === undefined) return undefined;
  const owner = exportOf(file, path, imported) ?? (imported === 'default' ? exportOf(file, path, '*') : undefined);
  const whole = imported === '*' ? exportOf(file, path, name) : undefined;
  if (whole !== undefined) {
    const found = modelOf(whole, whole.node, steps);
    if (found !== undefined) return renamed(found, name);
  }
  const property = owner?.node.type === 'ObjectExpression' ? owner.node.properties.find((one) => one.type === 'Property' && one.key.type === 'Identifier' && one.key.name === name) : undefined;
  const found = owner !== undefined && property?.type === 'Property' ? modelOf(owner, property.value, steps) : undefined;
  if (found !== undefined) return renamed(found, name);
  return putTogether(file, path, name);
}

/** The model that an index has under a name: declared beside it or in its folder of models, else wherever the project's one model of that name is. */
function putTogether(file: SourceFile, index: string, name: string): FoundModel | undefined {
  if (!isIndex(file, index)) return undefined;
  return { name, declared: declaredBeside(file, index, name) ?? modelInProject(file, name)?.declared };
}

/** The model of that name in an index of models that the file imports. */
export function modelInImports(file: SourceFile, name: string): FoundModel | undefined {
  for (const { source, imported } of file.module.imports) {
    const found = ofModule(file, source, imported, name, STEPS);
    if (found?.declared !== undefined) return found;
  }
  return undefined;
}

/** Files that may declare a model of one name; of a name that more of them speak of so nothing is said. */
const MOST_FILES = 3;

/** The one model that the project declares under a name, wherever it stands: `sequelize.define('Order', …)`, `class Order extends Model`, `modelName: 'order'`. */
export function modelInProject(file: SourceFile, name: string): FoundModel | undefined {
  if (!isSequelizeProject(file)) return undefined;
  const paths = filesDeclaring(`${file.path}\0${name}`);
  const found = paths.length > MOST_FILES ? [] : paths.flatMap((path) => {
    const place = fileFrom(file, path);
    return place === undefined ? [] : declaredIn(place, name);
  });
  return found.length === 1 && found[0] !== undefined ? { name, declared: found[0] } : undefined;
}

const filesDeclaring = remembered((key) => {
  const [path = '', name = ''] = key.split('\0');
  const written = literally(name);
  const isDeclared = new RegExp(String.raw`\bclass\s+${written}\s+extends\b|\bdefine\(\s*['"]${written}['"]|\bmodelName:\s*['"]${written}['"]`);
  return (sourcesAround(path, dirname(path))?.code.filesWith(name) ?? []).filter((other) => isDeclared.test(textAt(other) ?? ''));
});

/** What a file declares as the model of a name. */
function declaredIn(file: SourceFile, name: string): NonNullable<FoundModel['declared']>[] {
  const { module } = file;
  const classes = module.classes.filter((node) => (node.id?.name === name || isCalled(file, node, name)) && isModelClass(file, node, STEPS));
  const defined = module.calls.filter((call) => call.callee.type === 'MemberExpression' && memberName(call.callee) === 'define' && stringValue(module, call.arguments[0]) === name && isSequelize(file, call.callee.object));
  return [...classes, ...defined].map((node) => ({ file, node }));
}

/** `Order.init({ … }, { modelName: 'order' })` */
function isCalled({ module }: SourceFile, node: ClassNode, name: string): boolean {
  return module.calls.some((call) => {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || memberName(callee) !== 'init') return false;
    const object = unwrap(callee.object);
    const isOwn = object.type === 'Identifier' ? object.name === node.id?.name : module.thisClass(object) === node;
    return isOwn && stringValue(module, propertyOf(objectValue(module, call.arguments[1]), 'modelName')?.value) === name;
  });
}

/** True for a file that puts models together: it speaks to Sequelize itself, or to the file of the project that makes the connection. */
function isIndex(file: SourceFile, path: string): boolean {
  const target = fileFrom(file, path);
  if (target === undefined) return false;
  const speaks = ({ module }: SourceFile): boolean => module.imports.some(({ source }) => SEQUELIZE.test(source));
  return speaks(target) || target.module.imports.some(({ source }) => {
    const connection = /sequelize|database|connection|\bdb\b/i.test(source) ? resolveSource(target.path, source) : undefined;
    const made = connection === undefined ? undefined : fileFrom(target, connection);
    return made !== undefined && speaks(made);
  });
}

/** The file of a model beside the index or in its folder of models: `order.js` for `Order`. */
function declaredBeside(file: SourceFile, index: string, name: string): FoundModel['declared'] {
  const dashed = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  const names = new Set([name, `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, dashed, dashed.replaceAll('-', '_'), name.toLowerCase(), `${dashed}.model`, `${name.toLowerCase()}.model`]);
  for (const base of [...names].flatMap((one) => [one, `models/${one}`])) {
    const path = resolveSource(index, `./${base}`);
    const exported = path === undefined || path === index ? undefined : (exportOf(file, path, '*') ?? exportOf(file, path, 'default') ?? exportOf(file, path, name));
    const found = exported === undefined ? undefined : (madeBy(exported, exported.node, STEPS) ?? modelOf(exported, exported.node));
    if (found?.declared !== undefined) return found.declared;
  }
  return undefined;
}

/** What an object of models has beside them. */
const NO_MODEL = /^(?:Op|[sS]equelize|DataTypes|Model|QueryTypes|Transaction)$/;

function isModelName(name: string): boolean {
  return /^[A-Z]/.test(name) && !NO_MODEL.test(name);
}

/** True where the project depends on Sequelize, and on nothing whose models are called alike. */
function isSequelizeProject({ path }: SourceFile): boolean {
  const around = packagesAround(path);
  const having = around.findIndex(({ dependencies }) => [...dependencies].some((name) => SEQUELIZE.test(name)));
  return having >= 0 && !around.slice(0, having + 1).some(({ dependencies }) => OTHERS.some((name) => dependencies.has(name)));
}

/** `sequelize`, `this.sequelize`, `new Sequelize(…)`: by its name, in a file or a project that has Sequelize. */
export function isSequelize(file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  const name = lastName(value);
  if (name === undefined) return false;
  if (/sequelize$/i.test(name)) return true;
  // `models.connections.default`, as Forest Admin's generator writes it
  if (value.type === 'MemberExpression' && value.object.type === 'MemberExpression' && memberName(value.object) === 'connections') return isSequelizeProject(file);
  return /^(?:db|connection|conn|database)$/.test(name) && file.module.imports.some(({ source }) => SEQUELIZE.test(source));
}
