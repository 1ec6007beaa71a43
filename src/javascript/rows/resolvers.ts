import type { TSESTree } from '@typescript-eslint/utils';
import type { Callers } from '../project/callers.ts';
import { homeOf } from '../queries/helpers.ts';
import { functionScope } from './row-functions.ts';
import type { FoundScope } from './row-scopes.ts';
import { isAskedOfLists } from './selections.ts';
import { typeNameOf, typeOf } from '../syntax/annotations.ts';
import { beginningOf, chainOf, importSources, type JsModule } from '../syntax/module.ts';
import { calledName, decoratorsOf, type FunctionNode, isClass, isFunction, keyName, memberName, type Node, parameterPattern, propertyOf, some, unwrap } from '../syntax/nodes.ts';
import { stringValue } from '../syntax/values.ts';

/** Decorators of a method that gives one field of a type, and of the parameter that holds the row: NestJS 10 to 11 and type-graphql 1 to 2. */
const FIELD = /^(?:ResolveField|ResolveProperty|FieldResolver)$/;
const ROW = /^(?:Parent|Root)$/;
const GRAPHQL = /^(?:@nestjs\/graphql|type-graphql)$/;

/** Types that an operation begins with: their fields run once per request. */
const ROOTS = /^(?:Query|Mutation|Subscription|Entity|_\w*)$/;

const COLLECTED = 'Let a DataLoader of the request collect the keys and read all of them with one query, or load it in the query that lists the rows and give it from there.';

const ONCE = 'It asks the same for each row: read it once for the request, and keep it in the context.';

interface Resolver {
  readonly fn: FunctionNode;
  /** The pattern that the row is bound to. */
  readonly row: Node;
  /** The names by which code speaks of its type, the one that messages take first; empty where nothing says the type. */
  readonly types: readonly string[];
  readonly field: string;
}

/**
 * The GraphQL field resolver around `node`, as the code that runs once for each row of whichever list a client asks for. One that doesn't
 * look at its row isn't taken for one.
 */
export function resolverScope(module: JsModule, node: Node, callers: Callers): FoundScope | undefined {
  const fn = homeOf(module, node);
  const resolver = fn && resolverIn(module, fn);
  if (resolver === undefined || !isRowRead(module, resolver)) return undefined;
  const { row, types, field } = resolver;
  const [type = 'row'] = types;
  const origin = !givesWhatIsThere(resolver) && isAskedOfLists(callers, field, types) ? 'page' : 'unknown';
  // what is asked for with the field, and who asks, are the same for all rows
  const shared = resolver.fn.params.map(parameterPattern).filter((one) => one !== row);
  return functionScope({ fn: resolver.fn, row, shared, kind: 'resolver', subject: `for each \`${type}\` whose \`${field}\` is asked for`, origin, batched: COLLECTED, once: () => ONCE });
}

function resolverIn(module: JsModule, fn: FunctionNode): Resolver | undefined {
  const own = declared(module, fn);
  if (own !== undefined) return own;
  for (const given of placesOf(module, fn)) {
    const property = module.parentOf(given);
    if (property?.type !== 'Property' || property.value !== given) continue;
    const found = configured(module, fn, property) ?? built(module, fn, property) ?? mapped(module, fn, property);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the file hands a function to somebody: where it stands, else by its name. */
function placesOf(module: JsModule, fn: FunctionNode): readonly Node[] {
  const parent = module.parentOf(fn);
  const name = fn.type === 'FunctionDeclaration' ? fn.id : parent?.type === 'VariableDeclarator' && parent.init === fn ? parent.id : undefined;
  const binding = name?.type === 'Identifier' ? module.resolve(name) : undefined;
  return binding === undefined ? [fn] : module.referencesTo(binding);
}

/** Names that the model of a resolver's row may have, where `identifier` stands for that row: `Order` of a parameter `order`, else of the type `OrderType`, which may be one of several for a model. */
export function namesOfResolvedRow(module: JsModule, identifier: TSESTree.Identifier): string[] {
  const binding = module.resolve(identifier);
  const resolver = binding?.kind === 'parameter' ? resolverIn(module, binding.node) : undefined;
  if (binding === undefined || resolver?.row !== binding.identifier) return [];
  return [`${binding.name.slice(0, 1).toUpperCase()}${binding.name.slice(1)}`, (resolver.types[0] ?? 'row').replace(/Type$/, '')];
}

/** `@ResolveField() customer(@Parent() order: Order)` */
function declared(module: JsModule, fn: FunctionNode): Resolver | undefined {
  const method = module.parentOf(fn);
  if (method?.type !== 'MethodDefinition' || !isDecorated(module, method, FIELD)) return undefined;
  const parameter = fn.params.find((one) => isDecorated(module, one as unknown as Decorated, ROW));
  const row = parameter === undefined ? undefined : parameterPattern(parameter);
  const field = keyName(method);
  const types = [...typesOf(module, method), rowType(row)].filter((name) => name !== undefined);
  return row === undefined || field === undefined ? undefined : { fn, row, field, types };
}

/** `Order` of the class's `@Resolver(() => Order)` or `@Resolver('Order')`. */
function typesOf(module: JsModule, method: Node): string[] {
  const body = module.parentOf(method);
  const owner = body === undefined ? undefined : module.parentOf(body);
  if (owner === undefined || !isClass(owner)) return [];
  return decoratorsOf(owner).flatMap(({ expression }) => {
    const given = expression.type === 'CallExpression' && calledName(expression) === 'Resolver' ? unwrap(expression.arguments[0]) : undefined;
    const named = given?.type === 'ArrowFunctionExpression' ? unwrap(given.body) : given;
    const name = named?.type === 'Identifier' ? named.name : stringValue(module, named);
    return name === undefined ? [] : [name];
  });
}

/** `Order` of `Order` and of `Partial<Order>`. */
function rowType(row: Node | undefined): string | undefined {
  const type = row === undefined ? undefined : typeOf(row);
  return type !== undefined && /^(?:Partial|Required|Readonly)$/.test(type.name) ? type.args[0] : type?.name;
}

type Decorated = Parameters<typeof decoratorsOf>[0];

function isDecorated(module: JsModule, node: Decorated, names: RegExp): boolean {
  return decoratorsOf(node).some(({ expression }) => {
    const { root } = chainOf(expression.type === 'CallExpression' ? expression.callee : expression);
    const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
    return binding?.kind === 'import' && GRAPHQL.test(binding.source) && names.test(binding.imported);
  });
}

/** `new GraphQLObjectType({ name: 'Order', fields: () => ({ customer: { type, resolve(order) { … } } }) })` of graphql-js. */
function configured(module: JsModule, fn: FunctionNode, property: TSESTree.Property): Resolver | undefined {
  const config = keyName(property) === 'resolve' ? module.parentOf(property) : undefined;
  const field = config === undefined ? undefined : module.parentOf(config);
  const [row] = fn.params;
  const name = field?.type === 'Property' && field.value === config ? keyName(field) : undefined;
  if (config?.type !== 'ObjectExpression' || field === undefined || row === undefined || name === undefined || isPassedOver(row)) return undefined;
  for (let at = module.parentOf(field); at !== undefined; at = parentBeyondFields(module, at)) {
    if (at.type !== 'NewExpression' || !OBJECT_TYPES.test(module.textOf(at.callee))) continue;
    const type = stringValue(module, propertyOf(unwrap(at.arguments[0]), 'name')?.value);
    const holder = module.parentOf(at);
    const names = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? [holder.id.name] : [];
    return type === undefined || ROOTS.test(type) ? undefined : { fn, row: parameterPattern(row), field: name, types: [type, ...names] };
  }
  // Fields that several types share stand in an object or a function of their own.
  const isShared = propertyOf(config, 'type') !== undefined && importSources(module.program).includes('graphql');
  return isShared ? { fn, row: parameterPattern(row), field: name, types: [] } : undefined;
}

/** `resolve(_, args)`: the field belongs to what an operation begins with, whoever it hands that on to. */
function isPassedOver(row: Node): boolean {
  return row.type === 'Identifier' && row.name.startsWith('_');
}

const OBJECT_TYPES = /^(?:\w+\.)?GraphQL(?:Object|Interface)Type$/;

/** What stands around a node, through the function that gives the fields. */
function parentBeyondFields(module: JsModule, node: Node): Node | undefined {
  const parent = module.parentOf(node);
  return parent !== undefined && isFunction(parent) ? module.parentOf(parent) : parent;
}

/** Calls that are told a type with its fields, or fields of a type: those of Pothos 3 and 4 and of Nexus 1, and the twins that a plugin for a library has of them. What they name first, or are called on, is the type. */
const TYPES_WITH_FIELDS = /^(?:implement|objectType|interfaceType|extendType|node|[a-z]+(?:Object|Node|Interface))$/;
const FIELDS_OF_TYPES = /^(?:[a-z]+O|o)bjectFields?$|^(?:[a-z]+I|i)nterfaceFields?$/;

/** Fields of plugins that ask a library themselves: their resolvers are handed first what to ask with. */
const ASKING_FIELDS = /^(?!loadable|simple|object|interface|input)[a-z]+(?:Field|Connection)(?:WithInput)?$/;

/** `Order.implement({ fields: (t) => ({ customer: t.field({ type, resolve: (order) => … }) }) })`, `objectType({ name: 'Order', definition(t) { t.field('customer', { resolve(order) {…} }) } })` */
function built(module: JsModule, fn: FunctionNode, property: TSESTree.Property): Resolver | undefined {
  const config = keyName(property) === 'resolve' ? module.parentOf(property) : undefined;
  const made = config?.type === 'ObjectExpression' ? module.parentOf(config) : undefined;
  const builder = made?.type === 'CallExpression' ? beginningOf(made.callee) : undefined;
  const binding = builder?.type === 'Identifier' ? module.resolve(builder) : undefined;
  if (made?.type !== 'CallExpression' || binding?.kind !== 'parameter' || binding.index !== 0 || homeOf(module, made) !== binding.node) return undefined;
  const owner = typeBuilt(module, binding.node);
  const [first] = made.arguments;
  const holder = module.parentOf(made);
  const field = stringValue(module, first) ?? (holder?.type === 'Property' ? keyName(holder) : owner?.field);
  const row = fn.params[ASKING_FIELDS.test(calledName(made)) ? 1 : 0];
  return owner === undefined || field === undefined || row === undefined ? undefined : { fn, row: parameterPattern(row), field, types: owner.types };
}

/** The type whose fields a function gives that is handed what makes them; `field` where it is the one. */
function typeBuilt(module: JsModule, fields: FunctionNode): { readonly types: readonly string[]; readonly field: string | undefined } | undefined {
  const around = module.parentOf(fields);
  const config = around?.type === 'Property' && /^(?:fields|definition)$/.test(keyName(around) ?? '') ? module.parentOf(around) : undefined;
  const call = config === undefined ? around : module.parentOf(config);
  if (call?.type !== 'CallExpression' || !(config === undefined ? FIELDS_OF_TYPES : TYPES_WITH_FIELDS).test(calledName(call))) return undefined;
  const [first, second] = call.arguments;
  const callee = unwrap(call.callee);
  const named = calledName(call) === 'implement' && callee.type === 'MemberExpression' ? callee.object : first === config ? (propertyOf(first, 'name') ?? propertyOf(first, 'type'))?.value : first;
  const name = stringValue(module, named) ?? (named?.type === 'Identifier' ? named.name : undefined);
  if (name === undefined || ROOTS.test(name)) return undefined;
  return { types: [...new Set([name, name.replace(/(?:Object)?(?:Type|Ref)$/, '')])], field: stringValue(module, second) };
}

/** `const resolvers: Resolvers = { Order: { customer: (order) => … } }`, `const Order: OrderResolvers = { customer: (order) => … }` */
function mapped(module: JsModule, fn: FunctionNode, property: TSESTree.Property): Resolver | undefined {
  const fields = module.parentOf(property);
  const [row] = fn.params;
  const field = keyName(property);
  if (fields?.type !== 'ObjectExpression' || row === undefined || field === undefined) return undefined;
  const type = typeOfFields(module, fields);
  return type === undefined || ROOTS.test(type) ? undefined : { fn, row: parameterPattern(row), field, types: [type] };
}

/** The type whose fields an object resolves: by its place in a map of resolvers, or by its annotation. */
function typeOfFields(module: JsModule, fields: TSESTree.ObjectExpression): string | undefined {
  const around = module.parentOf(fields);
  if (around?.type === 'VariableDeclarator') return /^(\w+)Resolvers$/.exec(lastOf(typeNameOf(around.id)))?.[1];
  const map = around?.type === 'Property' && around.value === fields ? module.parentOf(around) : undefined;
  const name = around?.type === 'Property' ? keyName(around) : undefined;
  const holder = map?.type === 'ObjectExpression' ? module.parentOf(map) : undefined;
  if (name === undefined || !/^[A-Z]/.test(name) || holder?.type !== 'VariableDeclarator') return undefined;
  return holder.id.type === 'Identifier' && (/resolvers?$/i.test(holder.id.name) || lastOf(typeNameOf(holder.id)).endsWith('Resolvers')) ? name : undefined;
}

/** `Resolvers` of `Shop.Resolvers`. */
function lastOf(name: string | undefined): string {
  return name?.split('.').at(-1) ?? '';
}

/** The function gives what the row has already, where it has it, so that a list may load it: `if (order.customer) return order.customer`, `order.customer ?? find(id)`. */
function givesWhatIsThere({ fn, row, field }: Resolver): boolean {
  if (row.type !== 'Identifier') return false;
  const propertyOfRow = (node: Node): string | undefined => (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === row.name ? memberName(node) : undefined);
  return some(fn.body, (node) => {
    if (node.type === 'LogicalExpression' && node.operator !== '&&') return propertyOfRow(unwrap(node.left)) !== undefined;
    if (node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return false;
    // `if (!order.customer) …`: whoever lists the rows loads it with them
    const test = unwrap(node.test);
    if (test.type === 'UnaryExpression' && test.operator === '!' && propertyOfRow(unwrap(test.argument)) === field) return true;
    const given = node.type === 'IfStatement' ? returnedBy(node.consequent) : node.consequent;
    return given !== undefined && some(node.test, (tested) => {
      const name = propertyOfRow(tested);
      return name !== undefined && some(given, (inner) => propertyOfRow(inner) === name);
    });
  });
}

function returnedBy(statement: Node): Node | undefined {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' ? (last.argument ?? undefined) : undefined;
}

function isRowRead(module: JsModule, { row }: Resolver): boolean {
  return some(row, (node) => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    return binding !== undefined && module.referencesTo(binding).some((use) => use !== node);
  });
}
