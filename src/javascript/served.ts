import type { TSESTree } from '@typescript-eslint/utils';
import { basename } from 'node:path';
import type { Callers } from './callers.ts';
import { contains } from './dependence.ts';
import { homeOf } from './helpers.ts';
import type { SourceFile } from './modules.ts';
import { isGet, isMarkedForServer } from './places.ts';
import { callbackIteration, isInline } from './syntax/iterations.ts';
import { typeNameOf } from './syntax/annotations.ts';
import { KEYED } from './syntax/flow.ts';
import { beginningOf, chainOf, type JsModule, type PatternPath } from './syntax/module.ts';
import { calledName, decoratorsOf, type FunctionNode, isFunction, keyName, memberName, type Node, parameterPattern, propertyOf, some, unwrap } from './syntax/nodes.ts';
import { unitAround } from './units.ts';
import { isWrapper, outside } from './syntax/outside.ts';

/** Functions that rows are handed up through, from the one that reads them to the one that answers. */
const MOST_HOPS = 3;

/** Callers that are looked at for one function. */
const MOST_CALLERS = 8;

/** Names and parts that rows are followed through within one function. */
const MOST_NAMES = 6;

/** Where rows leave the program. */
export interface Answer {
  /** The function that answers, as a message names it, where it is another one than the query's: "`OrdersController.list` (orders.controller.ts:12)". */
  readonly by: string | undefined;
  /** What is asked for is a file, which holds all rows by its nature. */
  readonly isExport: boolean;
}

/** Methods of a list that give a list of as many rows, or of those that pass a test. */
const LIST_METHODS = /^(?:map|flatMap|filter|sort|toSorted|reverse|toReversed|slice|concat|flat|then|catch|finally|exec|lean)$/;

/** Functions that turn rows into what is sent: `toDto(rows)`, `plainToInstance(OrderDto, rows)`, `JSON.stringify({ rows })`. */
const SHAPING = /^(?:to[A-Z]\w*|\w*[sS]eriali[sz]e\w*|plainTo\w+|instanceTo\w+|classTo\w+|stringify|\w*[sS]uccess\w*|ok|\w*[rR]esponse|map[A-Z]\w*|format[A-Z]\w*|transform[A-Z]\w*|present\w*|sanitize\w*|superjson|parse|from|keyBy|groupBy|sortBy|orderBy|fromEntries)$/;

/** What holds all rows by its nature, whoever reads them in between. */
export const HOLDS_ALL = /export|download|csv|xlsx?|sitemap|backup|dump|static(?:params|paths|props)/i;

/** Who asks for these wants all rows, in a file or as keys of what is built. */
const EXPORT = new RegExp(`${HOLDS_ALL.source}|excel|pdf|\\bical|migrat|\\bsync|generate|revalidate|cron|report`, 'i');

/** Says where the rows that a query gives are sent to whoever asks. One per linted file. */
export class ServedRows {
  readonly #callers: Callers;
  readonly #known = new Map<FunctionNode, Map<string, Answer | undefined>>();

  constructor(callers: Callers) {
    this.#callers = callers;
  }

  /** Where what `node` gives is answered with; undefined where nothing says so. */
  of(file: SourceFile, node: Node, path: PatternPath = [], hops = MOST_HOPS): Answer | undefined {
    for (const end of new Flow(file.module).endsOf(node, path)) {
      const found = end.kind === 'sent' ? answerIn(file, end.at) : this.#ofReturned(file, end, hops);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofReturned(file: SourceFile, { fn, path }: { readonly fn: FunctionNode; readonly path: PatternPath }, hops: number): Answer | undefined {
    if (isHandler(file, fn)) return answerIn(file, fn);
    const unit = hops === 0 ? undefined : unitAround(file, fn);
    if (unit?.node !== fn) return undefined;
    const known = this.#known.get(fn) ?? new Map<string, Answer | undefined>();
    this.#known.set(fn, known);
    const key = `${path.join('.')} ${String(hops)}`;
    if (known.has(key)) return known.get(key);
    // Functions that call each other answer nobody.
    known.set(key, undefined);
    const found = this.#ofCallers(this.#callers.usesOf(unit).slice(0, MOST_CALLERS), path, hops - 1);
    known.set(key, found);
    return found;
  }

  #ofCallers(uses: ReturnType<Callers['usesOf']>, path: PatternPath, hops: number): Answer | undefined {
    for (const { file, node } of uses) {
      const { below, at: call } = outside(file.module, node);
      if (call?.type !== 'CallExpression' || call.callee !== below) continue;
      const found = this.of(file, call, path, hops);
      if (found !== undefined) return { ...found, by: found.by ?? nameOf(file, call) };
    }
    return undefined;
  }
}

function answerIn(file: SourceFile, at: Node): Answer {
  return { by: undefined, isExport: isForExport(file, at) };
}

/** The code is there for a file, a build or a copy of all rows, as its file or its function is called. */
export function isForExport(file: SourceFile, at: Node, names = EXPORT): boolean {
  return [file.path.split(/[\\/]/).slice(-3).join('/'), nameOf(file, at)].some((name) => names.test(name));
}

/** "`listOrders` (orders.ts:12)" */
function nameOf(file: SourceFile, at: Node): string {
  const place = `${basename(file.path)}:${String(file.module.lineOf(at))}`;
  const unit = unitAround(file, at);
  const owner = unit?.owner?.id?.name;
  return unit === undefined ? `the code at ${place}` : `\`${owner === undefined ? '' : `${owner}.`}${unit.name}\` (${place})`;
}

/** True for a function whose answer is sent to whoever asks. */
function isHandler(file: SourceFile, fn: FunctionNode): boolean {
  const { module, path } = file;
  if (isGet(module, fn) || isQueryField(module, fn) || isServerAction(module, fn) || isAction(file, fn)) return true;
  const parent = module.parentOf(fn);
  const declarator = parent?.type === 'VariableDeclarator' ? parent.id : undefined;
  if (declarator?.type === 'Identifier' && RESOLVER.test(module.textOf(declarator))) return true;
  const name = fn.type === 'FunctionDeclaration' ? fn.id?.name : declarator?.type === 'Identifier' ? declarator.name : undefined;
  return name === 'load' && /\+(?:page|layout)(?:\.server)?\.[jt]s$/.test(path);
}

/** `orders: QueryResolvers['orders']`, of types that are made of a schema of GraphQL. */
const RESOLVER = /^\w+\s*:\s*QueryResolvers\b/;

/** `find: async (ctx) => …` among the actions of a controller, or a method of its class that takes a context or nothing: a request is answered with what it gives. */
function isAction(file: SourceFile, fn: FunctionNode): boolean {
  const [first, ...more] = fn.params;
  const member = file.module.parentOf(fn);
  if (!/[\\/]controllers?[\\/]/.test(file.path) || more.length > 0) return false;
  const isContext = first?.type === 'Identifier' && /^(?:ctx|context)$/.test(first.name);
  if (member?.type === 'Property') return member.value === fn && isContext;
  // with decorators it is these that say what is asked for
  if (member?.type !== 'MethodDefinition' || member.accessibility === 'private' || decoratorsOf(member).length > 0) return false;
  return (unitAround(file, fn)?.owner?.id?.name ?? '').endsWith('Controller') && (first === undefined || isContext || (typeNameOf(first) ?? '').includes('Context'));
}

/** `Query: { orders: () => … }` of a map of resolvers. */
export function isQueryField(module: JsModule, fn: FunctionNode): boolean {
  const property = module.parentOf(fn);
  const fields = property?.type === 'Property' && property.value === fn ? module.parentOf(property) : undefined;
  const holder = fields?.type === 'ObjectExpression' ? module.parentOf(fields) : undefined;
  return holder?.type === 'Property' && keyName(holder) === 'Query';
}

/** A function that begins with `'use server'`, or that a file exports which does. */
function isServerAction(module: JsModule, fn: FunctionNode): boolean {
  if (isMarkedForServer(fn)) return true;
  if (!isMarkedForServer(module.program)) return false;
  const parent = module.parentOf(fn);
  const declaration = parent?.type === 'VariableDeclarator' ? module.parentOf(parent) : fn;
  return declaration !== undefined && module.parentOf(declaration)?.type === 'ExportNamedDeclaration';
}

/** Where a value leaves a function, and where it stands in what leaves it: `['data', 'rows']` of `return { data: { rows } }`. */
type End = { readonly kind: 'sent'; readonly at: Node } | { readonly kind: 'returned'; readonly fn: FunctionNode; readonly path: PatternPath };

/** Follows a value forward to where it leaves its function; a place that is reached twice is followed once. */
class Flow {
  readonly #module: JsModule;
  readonly #seen = new Set<Node>();

  constructor(module: JsModule) {
    this.#module = module;
  }

  /** @param path where the value stands in what `node` gives */
  endsOf(node: Node, path: PatternPath, names = MOST_NAMES): readonly End[] {
    const module = this.#module;
    if (this.#seen.has(node) || names === 0) return [];
    this.#seen.add(node);
    let steps = path;
    let below = node;
    for (let at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
      if (isWrapper(at)) continue;
      switch (at.type) {
        case 'AwaitExpression':
        case 'YieldExpression':
        case 'SpreadElement':
        case 'ObjectExpression':
        case 'LogicalExpression':
          break;
        case 'ArrayExpression':
          return this.#inList(at, below, steps, names);
        case 'Property':
          if (at.value !== below) return [];
          if (isBodyOfAnswer(module, at)) return [{ kind: 'sent', at }];
          steps = [keyName(at) ?? KEYED, ...steps];
          break;
        case 'ConditionalExpression':
          if (at.test === below) return [];
          break;
        case 'MemberExpression': {
          const call = module.parentOf(at);
          const name = memberName(at) ?? '';
          if (at.object !== below) return [];
          if (steps[0] === name) {
            steps = steps.slice(1);
            break;
          }
          if (call?.type !== 'CallExpression' || call.callee !== at) return [];
          if (name === 'forEach') return this.#filled(isFunction(call.arguments[0]) ? call.arguments[0].body : call, names);
          if (!LIST_METHODS.test(name)) return [];
          const inside = name === 'then' ? this.#inCallback(call, steps, names) : [];
          if (inside.length > 0) return inside;
          at = call;
          break;
        }
        case 'CallExpression':
          if (at.callee === below) return [];
          if (isAnswering(module, at, below) || isHandedAnswer(module, at, below)) return [{ kind: 'sent', at }];
          // `Promise.all(rows.map(async (row) => …))`
          if (calledName(at) === 'all') break;
          if (!SHAPING.test(calledName(at))) return [];
          steps = [];
          break;
        case 'VariableDeclarator':
          return at.init === below ? this.#bound(at.id, steps, names) : [];
        case 'AssignmentExpression':
          return at.right !== below ? [] : isBody(at.left) ? [{ kind: 'sent', at }] : this.#bound(at.left, steps, names);
        case 'ForOfStatement':
          return at.right === below ? this.#filled(at.body, names) : [];
        case 'JSXExpressionContainer':
          return this.#rendered(at);
        case 'ReturnStatement':
          return this.#returned(module.functionAround(at), steps, names);
        case 'ArrowFunctionExpression':
          return at.body === below ? this.#returned(at, steps, names) : [];
        case 'NewExpression':
          if (!/(?:Dto|DTO|Response|Result|Page|View)$/.test(module.textOf(at.callee))) return [];
          if (/^(?:Next)?Response$/.test(module.textOf(at.callee))) return [{ kind: 'sent', at }];
          steps = [];
          break;
        default:
          return [];
      }
    }
    return [];
  }

  /** What a list of promises that are waited for together gives by its place: `const [rows, total] = await Promise.all([…])`. */
  #inList(list: TSESTree.ArrayExpression, element: Node, path: PatternPath, names: number): readonly End[] {
    const place = String(list.elements.indexOf(element as TSESTree.Expression));
    const joined = this.#module.parentOf(list);
    const isJoined = joined?.type === 'CallExpression' && /^(?:all|\$transaction)$/.test(calledName(joined)) && joined.arguments[0] === list;
    return this.endsOf(isJoined ? joined : list, element.type === 'SpreadElement' ? path : [place, ...path], names);
  }

  /** `.then((rows) => res.json(rows))` */
  #inCallback({ arguments: [callback] }: TSESTree.CallExpression, path: PatternPath, names: number): readonly End[] {
    const [parameter] = isFunction(callback) ? callback.params : [];
    return parameter === undefined ? [] : this.#bound(parameterPattern(parameter), path, names);
  }

  /** `for (const row of rows) answer.push(toDto(row))`: a list of something for each row, for which none is passed over. */
  #filled(body: Node, names: number): readonly End[] {
    const module = this.#module;
    const statements = body.type === 'BlockStatement' ? body.body : [body];
    if (some(body, ({ type }) => /^(?:Continue|Break|Return)Statement$/.test(type))) return [];
    return statements.flatMap((statement) => {
      const call = statement.type === 'ExpressionStatement' ? unwrap(statement.expression) : unwrap(statement);
      const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
      const list = callee?.type === 'MemberExpression' && memberName(callee) === 'push' ? unwrap(callee.object) : undefined;
      const binding = list?.type === 'Identifier' ? module.resolve(list) : undefined;
      return list !== undefined && binding?.kind === 'variable' && !contains(body, binding.node) ? this.#bound(list, [], names) : [];
    });
  }

  #bound(pattern: Node, path: PatternPath, names: number): readonly End[] {
    const [first, ...rest] = path;
    switch (pattern.type) {
      case 'AssignmentPattern':
        return this.#bound(pattern.left, path, names);
      case 'ArrayPattern': {
        const element = first === undefined ? undefined : pattern.elements[Number(first)];
        return element === undefined || element === null ? [] : this.#bound(element, rest, names);
      }
      case 'ObjectPattern': {
        const property = pattern.properties.find((one) => one.type === 'Property' && keyName(one) === first);
        return property?.type === 'Property' ? this.#bound(property.value, rest, names) : [];
      }
      case 'Identifier': {
        const binding = this.#module.resolve(pattern);
        return binding === undefined ? [] : this.#module.referencesTo(binding).flatMap((use) => (use === pattern ? [] : this.endsOf(use, path, names - 1)));
      }
      default:
        return [];
    }
  }

  #returned(fn: Node | undefined, path: PatternPath, names: number): readonly End[] {
    const module = this.#module;
    if (!isFunction(fn) || callbackIteration(module, fn) !== undefined) return [];
    const call = module.parentOf(fn);
    return isInline(module, fn) && call?.type === 'CallExpression' ? this.endsOf(call, path, names) : [{ kind: 'returned', fn, path }];
  }

  /** A component that the server renders puts rows into its markup. */
  #rendered(container: Node): readonly End[] {
    return homeOf(this.#module, container)?.async === true ? [{ kind: 'sent', at: container }] : [];
  }
}

/** `{ statusCode: 200, body: JSON.stringify(rows) }`: what a function in the cloud answers with, whatever wraps it. */
function isBodyOfAnswer(module: JsModule, property: TSESTree.Property): boolean {
  const answer = module.parentOf(property);
  return keyName(property) === 'body' && answer?.type === 'ObjectExpression' && propertyOf(answer, 'statusCode') !== undefined;
}

/** `ctx.body = rows`, `ctx.response.body = rows`, `res.data = …` of Koa. */
function isBody(left: Node): boolean {
  if (left.type !== 'MemberExpression' || memberName(left) !== 'body') return false;
  const { root } = chainOf(left);
  return root.type === 'Identifier' && /^(?:ctx|context)$/.test(root.name);
}

/** `res.json(rows)`, `res.status(200).send({ rows })`, `c.json(rows)`, `NextResponse.json(rows)`, `res.render('orders', { rows })`, `json(rows)`: something that a handler is handed, or that makes an answer. */
function isAnswering(module: JsModule, { callee, arguments: given }: TSESTree.CallExpression, rows: Node): boolean {
  const target = unwrap(callee);
  if (target.type === 'Identifier') return given[0] === rows && /^(?:json|defer|data|superjson)$/.test(target.name) && module.resolve(target)?.kind === 'import';
  const name = target.type === 'MemberExpression' ? memberName(target) : undefined;
  if (target.type !== 'MemberExpression' || name === undefined || !/^(?:json|jsonp|send|render|view|ok|success|respond)$/.test(name)) return false;
  const root = beginningOf(target);
  if (root.type !== 'Identifier') return root.type === 'ThisExpression' && /^(?:ok|success|respond)$/.test(name) && target.object === root;
  const binding = module.resolve(root);
  return binding === undefined || binding.kind === 'import' ? /^(?:Next)?Response$/.test(root.name) : binding.kind === 'parameter' && ANSWER.test(root.name);
}

/** How handlers call what they answer with. */
const ANSWER = /^(?:res|resp|response|rep|reply|c|ctx|context)$/;

/** `sendOk(res, rows)`: a function that is handed the answer beside the rows. */
function isHandedAnswer(module: JsModule, { arguments: given }: TSESTree.CallExpression, rows: Node): boolean {
  return given.some((argument) => argument !== rows && argument.type === 'Identifier' && /^(?:res|response|reply)$/.test(argument.name) && module.resolve(argument)?.kind === 'parameter');
}
