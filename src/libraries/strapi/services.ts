import { dirname, join, relative, sep } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { type CalledFunction, functionCalled } from '../../javascript/project/called.ts';
import { type Declaration, declarationOf, exportOf, type SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { dependsOn, isObject, nearestPackage } from '../../javascript/project/packages.ts';
import { resolveSource } from '../../javascript/project/resolve.ts';
import { answersOf, sourcesOf } from '../../javascript/syntax/flow.ts';
import { isFunction, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';

/** A service by its place: that of an API, or of a plugin where the code names one. */
interface ServiceName {
  readonly plugin: string | undefined;
  /** The API's folder; that of a plugin has none. */
  readonly api: string | undefined;
  readonly service: string;
}

/** Names and functions between an expression and what asks Strapi for a service. */
const DEPTH = 4;

const SPEAKS = /\bservices?\s*(?:\(|\.|\[)|[sS]ervice\w*\s*\(/;

/** True for a file of a project or a plugin that may call services by their names. */
export function mayCallServices({ text, project }: Pick<FileGlance, 'text' | 'project'>): boolean {
  return SPEAKS.test(text) && (dependsOn(project.filename, about.packages) || isPlugin(project.filename));
}

/** A plugin says so in its package.json, and need not depend on what it is plugged into. */
export function isPlugin(filename: string): boolean {
  const strapi = nearestPackage(dirname(filename))?.json.strapi;
  return isObject(strapi) && strapi.kind === 'plugin';
}

/** Strapi's global, or what is handed in or kept under its name. */
export function isStrapi(node: Node): boolean {
  const value = unwrap(node);
  return (value.type === 'Identifier' && value.name === 'strapi') || (value.type === 'MemberExpression' && memberName(value) === 'strapi');
}

/** The function of the project that a service has as a method: `strapi.service('api::order.order').close`, `strapi.plugin('shop').service('orders').close`. */
export function serviceMethod(file: SourceFile, { object, property, computed }: TSESTree.MemberExpression): CalledFunction | undefined {
  const named = computed || property.type !== 'Identifier' ? undefined : serviceNamed(file, object, DEPTH);
  const declared = named && serviceAt(file, named);
  const members = declared && membersOf(declared);
  const member = members === undefined || property.type !== 'Identifier' ? undefined : propertyOf(members.object, property.name);
  if (members === undefined || member === undefined) return undefined;
  const value = unwrap(member.value);
  return isFunction(value) ? { ...members.file, node: value } : functionCalled(members.file, value);
}

/** What asks for a service, be it kept in a const or given by a function of the project that is handed its name. */
function serviceNamed(file: SourceFile, node: Node, depth: number): ServiceName | undefined {
  const value = unwrap(node);
  const { module } = file;
  if (depth === 0) return undefined;
  if (value.type === 'Identifier') {
    const [only, ...others] = sourcesOf(module, value);
    return only === undefined || others.length > 0 || only.path.length > 0 ? undefined : serviceNamed(file, only.node, depth - 1);
  }
  if (value.type === 'MemberExpression') {
    // `strapi.plugins.shop.services.orders`
    const services = unwrap(value.object);
    const plugin = services.type === 'MemberExpression' && memberOfText(file, services) === 'services' ? unwrap(services.object) : undefined;
    const plugins = plugin?.type === 'MemberExpression' ? unwrap(plugin.object) : undefined;
    const [service, name] = [memberOfText(file, value), plugin?.type === 'MemberExpression' ? memberOfText(file, plugin) : undefined];
    return plugins?.type === 'MemberExpression' && memberOfText(file, plugins) === 'plugins' && service !== undefined && name !== undefined ? { plugin: name, api: undefined, service } : undefined;
  }
  if (value.type !== 'CallExpression') return undefined;
  const callee = unwrap(value.callee);
  const name = textOf(file, value.arguments[0]);
  if (callee.type === 'MemberExpression' && memberName(callee) === 'service') return name === undefined ? undefined : serviceOf(file, callee.object, name);
  return ofGiver(file, value, depth);
}

/** `getService('orders')`: what a function of the project gives that asks a plugin for what it is handed. */
function ofGiver(file: SourceFile, call: TSESTree.CallExpression, depth: number): ServiceName | undefined {
  const giver = callerOfServices(call) ? functionCalled(file, call.callee) : undefined;
  const [answer, ...others] = giver === undefined ? [] : answersOf(giver.node);
  const asked = answer === undefined || others.length > 0 ? undefined : unwrap(answer);
  if (giver === undefined || asked?.type !== 'CallExpression') return undefined;
  const callee = unwrap(asked.callee);
  const [named] = asked.arguments;
  const binding = named?.type === 'Identifier' ? giver.module.resolve(named) : undefined;
  const given = binding?.kind === 'parameter' && binding.node === giver.node ? textOf(file, call.arguments[binding.index]) : undefined;
  if (callee.type === 'MemberExpression' && memberName(callee) === 'service' && given !== undefined) return serviceOf(giver, callee.object, given);
  return given === undefined && giver.node.params.length === 0 ? serviceNamed(giver, asked, depth - 1) : undefined;
}

function callerOfServices({ callee }: TSESTree.CallExpression): boolean {
  const value = unwrap(callee);
  const name = value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? memberName(value) : undefined;
  return name !== undefined && /service/i.test(name);
}

/** `api::order.order`, `plugin::shop.orders` */
function byUid(uid: string): ServiceName | undefined {
  const [, kind, owner, service] = /^(api|plugin)::([\w-]+)\.([\w-]+)$/.exec(uid) ?? [];
  if (owner === undefined || service === undefined) return undefined;
  return kind === 'api' ? { plugin: undefined, api: owner, service } : { plugin: owner, api: undefined, service };
}

/** `service(name)` of `strapi` itself, which takes whole names, or of `strapi.plugin('shop')`. */
function serviceOf(file: SourceFile, owner: Node, name: string): ServiceName | undefined {
  const value = unwrap(owner);
  if (isStrapi(value)) return byUid(name);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  const isPlugged = callee?.type === 'MemberExpression' && memberName(callee) === 'plugin' && isStrapi(callee.object);
  const plugin = isPlugged && value.type === 'CallExpression' ? textOf(file, value.arguments[0]) : undefined;
  return plugin === undefined ? undefined : { plugin, api: undefined, service: name };
}

function textOf(file: SourceFile, node: Node | undefined): string | undefined {
  const own = stringValue(file.module, node);
  const declared = own === undefined && node !== undefined ? declarationOf(file, node) : undefined;
  return declared === undefined ? own : stringValue(declared.module, declared.node);
}

function memberOfText(file: SourceFile, member: TSESTree.MemberExpression): string | undefined {
  return member.computed ? textOf(file, member.property) : memberName(member);
}

/** What the file of a service exports. */
function serviceAt(file: SourceFile, { plugin, api, service }: ServiceName): Declaration | undefined {
  const own = nearestPackage(dirname(file.path));
  if (own === undefined) return undefined;
  const root = own.directory;
  if (plugin === undefined) return exported(file, fileAt(file, join(root, 'src', 'api', api ?? '', 'services', service)));
  const homes = isOwn(own.json, own.name, plugin) ? [join(root, 'server', 'src'), join(root, 'server')] : [join(root, 'src', 'plugins', plugin, 'server', 'src'), join(root, 'src', 'plugins', plugin, 'server')];
  for (const home of homes) {
    const index = fileAt(file, join(home, 'services', 'index'));
    const all = index === undefined ? undefined : exported(file, index);
    const listed = all && propertyOf(objectValue(all.module, all.node), service);
    const declared = all === undefined || listed === undefined ? undefined : (declarationOf(all, listed.value) ?? { ...all, node: unwrap(listed.value) });
    // `orders: require('./orders')` stands for what that file exports
    if (declared !== undefined) return declared;
    const alone = fileAt(file, join(home, 'services', service));
    if (alone !== undefined) return exported(file, alone);
  }
  return undefined;
}

function isOwn(json: Readonly<Record<string, unknown>>, name: string | undefined, plugin: string): boolean {
  return (isObject(json.strapi) && json.strapi.name === plugin) || name?.replace(/^.*\//, '').replace(/^strapi-plugin-/, '') === plugin;
}

/** The file of this name, whatever its extension. */
function fileAt(from: SourceFile, path: string): string | undefined {
  return resolveSource(from.path, `./${relative(dirname(from.path), path).split(sep).join('/')}`);
}

function exported(file: SourceFile, path: string | undefined): Declaration | undefined {
  return path === undefined ? undefined : (exportOf(file, path, 'default') ?? exportOf(file, path, '*'));
}

/** The object that has a service's methods: itself, what a function of `{ strapi }` gives, or the second argument of `createCoreService`. */
function membersOf(declared: Declaration, depth = DEPTH): { readonly file: SourceFile; readonly object: TSESTree.ObjectExpression } | undefined {
  const value = unwrap(declared.node);
  if (depth === 0) return undefined;
  if (value.type === 'ObjectExpression') return { file: declared, object: value };
  const next = isFunction(value) ? onlyOf(answersOf(value)) : value.type === 'CallExpression' && declared.module.textOf(value.callee).endsWith('createCoreService') ? value.arguments[1] : undefined;
  const found = next === undefined ? undefined : (declarationOf(declared, next) ?? { ...declared, node: unwrap(next) });
  return found === undefined ? undefined : membersOf(found, depth - 1);
}

function onlyOf(nodes: readonly Node[]): Node | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}
