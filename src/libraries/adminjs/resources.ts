import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Model } from '../../model/data-model.ts';
import { oncePer } from '../../project/memo.ts';
import type { Project } from '../../project/project.ts';
import { declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import { dependsOn, nearestPackage } from '../../javascript/project/packages.ts';
import { isMongooseModel } from '../mongoose/receivers.ts';
import { MONGOOSE_KEY } from '../mongoose/schema.ts';
import { prismaDataModel } from '../prisma/schema-locate.ts';
import { modelFor } from '../sequelize/schema.ts';
import { entityNamed } from '../typeorm/schema.ts';
import { declaredTypeOf } from '../../javascript/syntax/annotations.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { constantInit, objectValue, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { ADMINJS_PACKAGES, type Adapter, OPTION_KEYS, OPTIONS_TYPES, RESOURCE_TYPES } from './facts.ts';

/** One model that a file registers in AdminJS. */
export interface ResourceConfig {
  /** Where it points: the value of `resource`, or the options where those stand alone. */
  readonly node: Node;
  /** The const or function that holds it, else the model. */
  readonly name: string;
  readonly model: string | undefined;
  readonly dataModel: Model | undefined;
  /** Name of the model's primary key; undefined for a compound one. */
  readonly key: string | undefined;
  readonly adapter: Adapter | undefined;
  readonly options: TSESTree.ObjectExpression | undefined;
}

const ADAPTERS: readonly Adapter[] = ['typeorm', 'sequelize', 'prisma', 'mongoose', 'mikroorm', 'sql', 'objection'];

/** True where the project depends on AdminJS: files that hold nothing but resources often import nothing of it. */
export function dependsOnAdminJs(filename: string): boolean {
  return dependsOn(filename, about.packages);
}

/** Every resource that a file configures, and options that stand in a file of their own, in the order of the text. */
export const resourcesIn = oncePer((module: JsModule, file: SourceFile, project: Project): readonly ResourceConfig[] => {
  const isProject = dependsOnAdminJs(file.path);
  const found: ResourceConfig[] = [];
  walk(module.program, (node) => {
    if (node.type === 'NewExpression') found.push(...entriesOf(file, node).map((entry) => configOf(file, project, entry, entry, undefined)));
    if (node.type !== 'ObjectExpression') return undefined;
    const resource = propertyOf(node, 'resource');
    const options = propertyThroughSpreads(module, node, 'options');
    const type = declaredTypeOf(module, node)?.name ?? '';
    if (resource !== undefined && (options === undefined ? RESOURCE_TYPES.has(type) : isOptions(file, options.value))) {
      found.push(configOf(file, project, node, unwrap(resource.value), objectValue(module, options?.value)));
    } else if (OPTIONS_TYPES.has(type) || (isProject && isLoneOptions(module, node))) {
      found.push(configOf(file, project, node, undefined, node));
    }
    return undefined;
  });
  const taken = new Set(found.filter(({ model }) => model !== undefined).map(({ options }) => options));
  return found.filter(({ options, model }) => model !== undefined || options === undefined || !taken.has(options));
});

/** True for an object literal with a key of ResourceOptions, in this file or another one. */
function isOptions(file: SourceFile, node: Node): boolean {
  const declared = declarationOf(file, node)?.node;
  return declared?.type === 'ObjectExpression' && optionKeys(declared).length > 0;
}

function optionKeys({ properties }: TSESTree.ObjectExpression): string[] {
  return properties.flatMap((property) => (property.type === 'Property' ? (keyName(property) ?? []) : [])).filter((key) => OPTION_KEYS.has(key));
}

/** `export default { listProperties: […], actions: {…} }`: options that another file puts beside their resource. */
function isLoneOptions(module: JsModule, node: TSESTree.ObjectExpression): boolean {
  const keys = optionKeys(node);
  if (keys.length < 2 || !keys.some((key) => key === 'actions' || key.endsWith('Properties'))) return false;
  const parent = module.parentOf(node);
  return parent?.type === 'ExportDefaultDeclaration' || (parent?.type === 'VariableDeclarator' && module.functionAround(node) === undefined) || (parent?.type === 'AssignmentExpression' && parent.right === node);
}

/** `new AdminJS(…)` */
export function isAdminJs({ module }: SourceFile, { callee }: TSESTree.NewExpression): boolean {
  const binding = callee.type === 'Identifier' ? module.resolve(callee) : undefined;
  return binding?.kind === 'import' && ADMINJS_PACKAGES.test(binding.source);
}

/** Models given to `new AdminJS({ resources: [User, …] })` as they are; names of configs in other files are none. */
function entriesOf(file: SourceFile, node: TSESTree.NewExpression): Node[] {
  const { module } = file;
  if (!isAdminJs(file, node)) return [];
  const config = objectValue(module, node.arguments[0]);
  const resources = config === undefined ? undefined : unwrap(propertyOf(config, 'resources')?.value);
  if (resources?.type !== 'ArrayExpression') return [];
  return resources.elements.filter((element) => element !== null).filter((element) => {
    const declared = element.type === 'Identifier' ? declarationOf(file, element)?.node : undefined;
    return declared?.type === 'ClassDeclaration' || declared?.type === 'ClassExpression' || declared?.type === 'CallExpression' || declared?.type === 'NewExpression';
  });
}

function configOf(file: SourceFile, project: Project, node: Node, resource: Node | undefined, options: TSESTree.ObjectExpression | undefined): ResourceConfig {
  const { module } = file;
  const prismaModel = resource === undefined ? undefined : prismaModelOf(module, resource);
  const model = prismaModel ?? (resource?.type === 'Identifier' ? resource.name : undefined);
  const entity = resource?.type === 'Identifier' ? entityNamed(file, resource.name) : undefined;
  const dataModel = prismaModel === undefined ? (entity ?? modelFor(file, resource)) : prismaDataModel(project)?.models.get(prismaModel);
  const known = prismaModel === undefined ? (entity === undefined ? undefined : 'typeorm') : 'prisma';
  return { node: resource ?? node, name: nameAround(module, node) ?? model ?? 'resource', model, dataModel, key: keyOf(file, resource, dataModel), adapter: known ?? adapterOf(file.path), options };
}

function keyOf(file: SourceFile, resource: Node | undefined, dataModel: Model | undefined): string | undefined {
  if (dataModel === undefined && resource?.type === 'Identifier' && isMongooseModel(file, resource)) return MONGOOSE_KEY;
  const { key } = dataModel ?? { key: [] };
  return key.length > 1 ? undefined : (key[0] ?? 'id');
}

/** `{ model: getModelByName('Order'), client: prisma }`, `{ model: dmmf.modelMap.Order, client: prisma }` */
function prismaModelOf(module: JsModule, resource: Node): string | undefined {
  const config = objectValue(module, resource);
  if (config === undefined || propertyOf(config, 'client') === undefined) return undefined;
  const model = unwrap(propertyOf(config, 'model')?.value);
  const source = model?.type === 'Identifier' ? unwrap(constantInit(module, model)) : model;
  if (source?.type === 'CallExpression') return stringValue(module, source.arguments[0]);
  return source?.type === 'MemberExpression' ? memberName(source) : undefined;
}

/** The const, function or class member that a config stands in. */
export function nameAround(module: JsModule, node: Node): string | undefined {
  for (let at = module.parentOf(node); at !== undefined; at = module.parentOf(at)) {
    if (at.type === 'VariableDeclarator') return at.id.type === 'Identifier' ? at.id.name : undefined;
    if (at.type === 'FunctionDeclaration') return at.id?.name;
    if (at.type === 'ArrayExpression' || at.type === 'ClassBody' || at.type === 'NewExpression') return undefined;
  }
  return undefined;
}

/** The adapter that the project uses, where it uses one only. */
function adapterOf(path: string): Adapter | undefined {
  const dependencies = nearestPackage(dirname(path))?.dependencies;
  const used = ADAPTERS.filter((adapter) => dependencies?.has(`@adminjs/${adapter}`) === true || dependencies?.has(`@admin-bro/${adapter}`) === true);
  return used.length === 1 ? used[0] : undefined;
}
