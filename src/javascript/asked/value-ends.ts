import type { TSESTree } from '@typescript-eslint/utils';
import { functionCalled } from '../project/called.ts';
import { contains } from '../syntax/dependence.ts';
import { homeOf } from '../queries/helpers.ts';
import type { SourceFile } from '../project/modules.ts';
import { KEYED } from '../syntax/flow.ts';
import { isInline } from '../syntax/inline.ts';
import { callbackIteration } from '../syntax/iterations.ts';
import { beginningOf, chainOf, type JsModule, type PatternPath } from '../syntax/module.ts';
import { calledName, type FunctionNode, isFunction, keyName, memberName, type Node, parameterPattern, propertyOf, some, unwrap } from '../syntax/nodes.ts';
import { isWrapper } from '../syntax/outside.ts';

/** Names and parts that rows are followed through within one function. */
const MOST_NAMES = 6;

/** Functions of the project that rows are handed through, one within the other. */
const MOST_CALLS = 2;

/** Methods of a list that give a list of as many rows, or of those that pass a test. */
const LIST_METHODS = /^(?:map|flatMap|filter|sort|toSorted|reverse|toReversed|slice|concat|flat|then|catch|finally|exec|lean)$/;

/** Functions that turn rows into what is sent: `toDto(rows)`, `plainToInstance(OrderDto, rows)`, `JSON.stringify({ rows })`. */
const SHAPING = /^(?:to[A-Z]\w*|\w*[sS]eriali[sz]e\w*|plainTo\w+|instanceTo\w+|classTo\w+|stringify|\w*[sS]uccess\w*|ok|\w*[rR]esponse|map[A-Z]\w*|format[A-Z]\w*|transform[A-Z]\w*|present\w*|sanitize\w*|superjson|parse|from|keyBy|groupBy|sortBy|orderBy|fromEntries)$/;

/** Where a value leaves a function, and where it stands in what leaves it: `['data', 'rows']` of `return { data: { rows } }`. */
export type End = { readonly kind: 'sent'; readonly at: Node } | { readonly kind: 'returned'; readonly fn: FunctionNode; readonly path: PatternPath };

/** Follows a value forward to where it leaves its function; a place that is reached twice is followed once. */
export class Flow {
  readonly #file: SourceFile;
  readonly #module: JsModule;
  readonly #seen = new Set<Node>();
  /** Calls that the value may still go into, one within the other. */
  readonly #calls: number;

  constructor(file: SourceFile, calls = MOST_CALLS) {
    this.#file = file;
    this.#module = file.module;
    this.#calls = calls;
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
        case 'CallExpression': {
          if (at.callee === below) return [];
          if (isAnswering(module, at, below) || isHandedAnswer(module, at, below)) return [{ kind: 'sent', at }];
          // `Promise.all(rows.map(async (row) => …))`
          if (calledName(at) === 'all') break;
          const given = this.#givenBack(at, below, steps);
          if (given === undefined) return [];
          steps = given;
          break;
        }
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

  /** Where the value stands in what a function gives back that is handed it, by its name or as the project writes it: `toDto(rows)`, `limited(rows)`; undefined where it doesn't. */
  #givenBack(call: TSESTree.CallExpression, argument: Node, path: PatternPath): PatternPath | undefined {
    if (SHAPING.test(calledName(call))) return [];
    const called = this.#calls === 0 ? undefined : functionCalled(this.#file, call.callee);
    const parameter = called?.node.params[call.arguments.indexOf(argument as TSESTree.CallExpressionArgument)];
    if (called === undefined || parameter === undefined) return undefined;
    for (const end of new Flow(called, this.#calls - 1).#bound(parameterPattern(parameter), path, MOST_NAMES)) if (end.kind === 'returned' && end.fn === called.node) return end.path;
    return undefined;
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
