import type { TSESTree } from '@typescript-eslint/utils';
import type { PageSizeConcern } from '../model/admin.ts';
import { judgeAsked } from '../model/verdict.ts';
import { oncePer } from '../project/memo.ts';
import type { Callers } from './callers.ts';
import { type AskedByCode, mostAskedByCode } from './asked-by-code.ts';
import { adviceToCap, atLeastOne, defaultOf, type Handing, isKeptAbove, isNumberSchema, LARGEST_PAGE, nameAskedBy } from './cap-advice.ts';
import { isBoundedElsewhere, isForAdmins, isShieldedForAdmins } from './for-admins.ts';
import { type Declaration, declarationNamed, numberAcross, type SourceFile } from './modules.ts';
import type { OrmCall } from './orm.ts';
import type { Surroundings } from './query-calls.ts';
import { ownMaximum } from './own-maximum.ts';
import { originOfWalk } from './row-weight.ts';
import { schemaBounds, schemaOfStep } from './schema-bounds.ts';
import { HOLDS_ALL, isQueryField } from './served.ts';
import { typeNameOf } from './syntax/annotations.ts';
import type { ParameterBinding } from './syntax/bindings.ts';
import { sourcesOf } from './syntax/flow.ts';
import { beginningOf, chainOf, type JsModule, memberOf, type PatternPath, pathIn } from './syntax/module.ts';
import { isWrapper } from './syntax/outside.ts';
import { calledName, decoratorName, decoratorsOf, type FunctionNode, isClass, memberName, type Node, parameterPattern, spanOf, unwrap, walk } from './syntax/nodes.ts';
import { constantInit, numberValue } from './syntax/values.ts';
import { tableOfCall } from './table-growth.ts';
import { lineageOf, unitAround } from './units.ts';
import type { Use } from './uses.ts';

/** Where a request names a number that nothing bounds: a property of a class or a schema, a parameter, a call that reads it. */
export interface Asked {
  readonly file: SourceFile;
  readonly node: Node;
}

/** What is known of a number on its way to a limit: a request names it and nothing bounds it, something bounds it, the code writes it down, or nothing can be said. */
export type Bound = Asked | 'bounded' | 'fixed' | 'unknown';

/** What a caller hands in for a parameter. */
interface Given {
  readonly bound: Bound;
  /** The largest number on the way. */
  readonly largest: number;
  readonly argument?: Asked;
}

/** Functions that a number is handed through, from the one that queries to the one that has the request. */
const MOST_HOPS = 2;

/** Callers that are looked at for one function. */
const MOST_CALLERS = 8;

/** Expressions and names between a limit and the request. */
const DEPTH = 12;

/** What turns text into a number, or keeps it one. */
const CONVERSIONS = /^(?:Number|parseInt|parseFloat|String|floor|ceil|round|trunc|abs|toNumber|toInteger)$/;

/** What functions are called that look at a number and may refuse it, or make it smaller. */
const BOUNDING = /check|assert|valid|clamp|ensure|bound|sanit|normali|limit[A-Z]/;

/** Says of limits whether a request names them and nothing bounds them. One per linted file. */
export class AskedLimits {
  readonly #callers: Callers;
  /** Where they are named that a concern stands for: one edit there bounds all queries that take it. */
  readonly #said = new Set<string>();
  /** The largest number that the code itself puts where a request names none, of the limit that is looked at. */
  #largest = 0;
  /** Who hands on what a request names, where other code hands in more than that may be. */
  #handing: Handing | undefined;

  /** What hands over numbers that requests name. */
  #asking: Use[] = [];

  /** Something on the way keeps the number above 0. */
  #isKeptAbove = false;

  constructor(callers: Callers) {
    this.#callers = callers;
  }

  /** The concern about the page that a query reads, where it is as long as a request says. */
  of(around: Surroundings, call: OrmCall): PageSizeConcern | undefined {
    const { module, settings, elsewhere } = around;
    const { limit, model } = call;
    if (limit === undefined || call.operation !== 'readMany' || call.keyset || HOLDS_ALL.test(unitAround(around, call.node)?.name ?? '') || HOLDS_ALL.test(around.path)) return undefined;
    if (numberValue(module, limit) !== undefined) return undefined;
    const table = (model === undefined ? undefined : tableOfCall(settings, elsewhere, call)) ?? { model: model ?? 'the table', rows: undefined, growth: 'unknown' as const, because: undefined };
    const origin = originOfWalk(around, call);
    this.#largest = 0;
    this.#handing = undefined;
    this.#asking = [];
    this.#isKeptAbove = false;
    const asked = judgeAsked(table, { origin }).report ? this.#trace(around, limit, [], MOST_HOPS, DEPTH) : 'unknown';
    if (typeof asked === 'string' || this.#isSaid(asked)) return undefined;
    const usual = Math.max(this.#largest, defaultOf(asked));
    const own = ownMaximum(around) ?? ownMaximum(asked.file);
    const byCode = this.#byCode(asked, call, Math.max(settings.maxPageSize, usual));
    const least = Math.max(usual, byCode !== undefined && byCode.number <= LARGEST_PAGE ? byCode.number : 0);
    const most = Math.max(settings.maxPageSize, least);
    const belowOne = this.#wasKeptAbove() || isKeptAbove(asked) ? undefined : call.orm.words.belowOne;
    const cap = { asked, handing: this.#handing, limit: factorOf(module, limit), ...(own === undefined || own.number < least ? { most: String(most), missing: String(Math.max(settings.maxPageSize, usual)) } : { most: own.text, missing: own.text }), belowOne, byCode };
    const { advice, isHere } = adviceToCap(around, cap, most);
    const written = writtenNumber(module, cap.limit);
    return {
      kind: 'page-size', span: spanOf(written ?? limit), option: module.textOf(limit), size: Infinity, usual, asked: { origin, isForAdmins: this.#isForAdmins(around, call, asked) }, table, remedies: [],
      limitAt: written === undefined || !isHere || cap.most !== String(most) ? 'none' : { span: spanOf(written), before: `Math.min(${belowOne === undefined ? module.textOf(written) : atLeastOne(module.textOf(written))}, `, after: ')' },
      advice,
    };
  }

  /** Only those who run the program ask. A schema of the number whose largest was forgotten is mended whoever asks, as is what all other lists of the project have. */
  #isForAdmins(around: Surroundings, { node, limit }: OrmCall, asked: Asked): boolean {
    if (isNumberSchema(asked.node)) return false;
    const isTheirs = isForAdmins({ file: around, node }) || (this.#asking.length > 0 && this.#asking.every((use) => isForAdmins(use) || isShieldedForAdmins(this.#callers, use.file, use.node)));
    const name = isTheirs && limit !== undefined ? numberName(limit) : undefined;
    return isTheirs && (name === undefined || !isBoundedElsewhere(this.#callers, name));
  }

  /** What the trace has met with: the compiler knows of its being reset alone. */
  #wasKeptAbove(): boolean {
    return this.#isKeptAbove;
  }

  /** What other code asks for, where that is more than `enough`. */
  #byCode(asked: Asked, { model, limit }: OrmCall, enough: number): AskedByCode | undefined {
    const name = nameAskedBy(asked) ?? (limit === undefined ? undefined : numberName(limit));
    const byCode = name === undefined || model === undefined ? undefined : mostAskedByCode(this.#callers, name, model);
    return byCode !== undefined && byCode.number > enough ? byCode : undefined;
  }

  #isSaid({ file, node }: Asked): boolean {
    const place = `${file.path}:${String(spanOf(node)[0])}`;
    const isSaid = this.#said.has(place);
    this.#said.add(place);
    return isSaid;
  }

  #trace(file: SourceFile, node: Node, path: PatternPath, hops: number, depth: number): Bound {
    const { module } = file;
    const value = unwrap(node);
    if (depth === 0) return 'unknown';
    const on = (next: Node, steps: PatternPath = path): Bound => this.#trace(file, next, steps, hops, depth - 1);
    if (path.length === 0 && isGuarded(module, value)) return 'bounded';
    if (path.length === 0 && isKeptAboveHere(module, value)) this.#isKeptAbove = true;
    const number = path.length === 0 ? numberAcross(file, value) : undefined;
    if (number !== undefined) {
      this.#largest = Math.max(this.#largest, number);
      return 'fixed';
    }
    switch (value.type) {
      case 'UnaryExpression':
        return value.operator === '+' ? on(value.argument) : 'unknown';
      case 'BinaryExpression':
        return /^[-+*]$/.test(value.operator) ? either([value.left, value.right].map((side) => (numberValue(module, side) === undefined ? on(side) : 'fixed'))) : 'unknown';
      case 'LogicalExpression':
      case 'ConditionalExpression':
        return either(sourcesOf(module, value, path).map((source) => on(source.node, source.path)));
      case 'CallExpression':
        return this.#ofCall(file, value, path, on);
      case 'Identifier': {
        const binding = module.resolve(value);
        if (binding?.kind === 'parameter') return this.#ofParameter(file, binding, path, hops, depth);
        // what is set anew is bounded where one of its values is
        const found = sourcesOf(module, value, path).map((source) => on(source.node, source.path));
        return found.includes('bounded') ? 'bounded' : either(found);
      }
      default:
        return either(sourcesOf(module, value, path).map((source) => on(source.node, source.path)));
    }
  }

  #ofCall(file: SourceFile, call: TSESTree.CallExpression, path: PatternPath, on: (next: Node, steps?: PatternPath) => Bound): Bound {
    const { module } = file;
    const name = calledName(call);
    const callee = unwrap(call.callee);
    const [first] = call.arguments;
    if (isParameterRead(call)) {
      this.#asking.push({ file, node: call });
      return { file, node: call };
    }
    if (first !== undefined && first.type !== 'SpreadElement' && CONVERSIONS.test(name)) return on(first);
    if (name === 'toString' && callee.type === 'MemberExpression') return on(callee.object);
    if (name === 'max' && module.textOf(callee) === 'Math.max') {
      if (call.arguments.some((argument) => (numberValue(module, argument) ?? 0) >= 1)) this.#isKeptAbove = true;
      return either(call.arguments.map((argument) => on(argument)));
    }
    if (name === 'min') return 'bounded';
    if (callee.type === 'MemberExpression' && /^(?:safe)?[pP]arse(?:Async)?$/.test(name)) return this.#ofParsed(file, callee.object, first, path[0] === 'data' ? path.slice(1) : path, on);
    const followed = either(sourcesOf(module, call, path).map((source) => on(source.node, source.path)));
    return followed === 'unknown' && BOUNDING.test(name) ? 'bounded' : followed;
  }

  /** What a schema lets through, unless those who hand it in write the number down. */
  #ofParsed(file: SourceFile, schema: Node, given: TSESTree.CallExpressionArgument | undefined, path: PatternPath, on: (next: Node, steps?: PatternPath) => Bound): Bound {
    const bound = schemaBounds(file, schema, path);
    if (typeof bound === 'string' || given === undefined || given.type === 'SpreadElement') return bound;
    const source = on(given, path);
    return source === 'bounded' || source === 'fixed' ? source : bound;
  }

  #ofParameter(file: SourceFile, { node: fn, index, identifier }: ParameterBinding, path: PatternPath, hops: number, depth: number): Bound {
    const { module } = file;
    const parameter = fn.params[index];
    const steps = parameter && pathIn(parameterPattern(parameter), identifier);
    if (parameter === undefined || steps === undefined) return 'unknown';
    const full = [...steps, ...path];
    const told = toldOfRequest(file, fn, index, full, this.#callers);
    if (told !== undefined) {
      if (typeof told !== 'string') this.#asking.push({ file, node: fn });
      return told;
    }
    const set = sourcesOf(module, identifier, path).filter(({ isDefault }) => isDefault !== true).map((source) => this.#trace(file, source.node, source.path, hops, depth - 1));
    if (set.length > 0) return either(set);
    const unit = hops === 0 ? undefined : unitAround(file, fn);
    if (unit?.node !== fn) return 'unknown';
    const given: Given[] = this.#callers.usesOf(unit).slice(0, MOST_CALLERS).map((use) => {
      const call = use.file.module.parentOf(use.node);
      const argument = call?.type === 'CallExpression' && unwrap(call.callee) === use.node && call.arguments.every(({ type }) => type !== 'SpreadElement') ? call.arguments[index] : undefined;
      return argument === undefined ? { bound: 'unknown', largest: 0 } : this.#given({ file: use.file, node: argument }, full, hops - 1, depth - 1);
    });
    const numbers = given.map(({ bound, largest }) => (bound === 'fixed' ? largest : 0));
    const asking = given.find(({ bound }) => typeof bound !== 'string');
    if (asking?.argument !== undefined) this.#handing ??= { ...asking.argument, others: Math.max(0, ...numbers) };
    return either(given.map(({ bound }) => bound));
  }

  /** What a caller hands in; a number that it writes down is no default of what another one asks. */
  #given(argument: Asked, path: PatternPath, hops: number, depth: number): Given {
    const before = this.#largest;
    this.#largest = 0;
    const bound = this.#trace(argument.file, argument.node, path, hops, depth);
    const largest = this.#largest;
    this.#largest = Math.max(before, bound === 'fixed' ? 0 : largest);
    return { bound, largest, argument };
  }
}

/** Of several that it may be, one that nothing bounds is enough. */
function either(bounds: readonly Bound[]): Bound {
  const asked = bounds.find((bound) => typeof bound !== 'string');
  if (asked !== undefined || bounds.includes('bounded')) return asked ?? 'bounded';
  return bounds.length > 0 && bounds.every((bound) => bound === 'fixed') ? 'fixed' : 'unknown';
}

/** What the request names of a number that the code makes larger, be it under a name: `limit` of `limit * 3`. With that made smaller the product is. */
function factorOf(module: JsModule, limit: Node): Node {
  const value = unwrap(limit);
  const init = value.type === 'Identifier' ? unwrap(constantInit(module, value)) : value;
  if (init?.type !== 'BinaryExpression') return limit;
  const [only, ...others] = [init.left, init.right].filter((side) => numberValue(module, side) === undefined);
  return only === undefined || others.length > 0 ? limit : factorOf(module, only);
}

/** The expression that a const has its number from, where it is a number for certain: what is made smaller there is smaller wherever it is used. */
function writtenNumber(module: JsModule, limit: Node): Node | undefined {
  const value = unwrap(limit);
  const init = value.type === 'Identifier' ? constantInit(module, value) : undefined;
  return init !== undefined && module.functionAround(init) === module.functionAround(limit) && isNumber(module, init) ? init : undefined;
}

/** `Number(a) || 20`, `parseInt(a, 10)`, `+a`, `Math.max(1, a)`: never a text, never undefined. */
function isNumber(module: JsModule, node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'LogicalExpression') return isNumber(module, value.right) && isNumber(module, value.left);
  if (value.type === 'ConditionalExpression') return isNumber(module, value.consequent) && isNumber(module, value.alternate);
  if (value.type === 'UnaryExpression') return value.operator === '+';
  if (value.type === 'CallExpression') return /^(?:Number|(?:Number\.)?parseInt|Math\.(?:max|floor|abs|trunc|round))$/.test(module.textOf(value.callee));
  return numberValue(module, value) !== undefined;
}

/** `url.searchParams.get('limit')`, `c.req.query('limit')` */
function isParameterRead(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || call.arguments[0]?.type !== 'Literal') return false;
  const { root, names } = chainOf(callee);
  const chain = [root.type === 'Identifier' ? root.name : '', ...names];
  const [before, last] = chain.slice(-2);
  return (last === 'get' && /^(?:searchParams|query|queryParams)$/.test(before ?? '')) || (last === 'query' && before === 'req');
}

/** What a parameter says by itself of where it comes from: a decorator, the name of a request, a procedure's input, a field of a schema; undefined where it says nothing. */
function toldOfRequest(file: SourceFile, fn: FunctionNode, index: number, path: PatternPath, callers: Callers): Bound | undefined {
  const parameter = fn.params[index] as TSESTree.Parameter;
  const decorated = decoratorsOfParameter(parameter).find(({ expression }) => DECORATORS.test(decoratorName(expression)));
  if (decorated !== undefined) return ofDecorated(file, parameter, decorated, path);
  const { module } = file;
  const call = module.parentOf(fn);
  if (path[0] === 'input' && call?.type === 'CallExpression' && calledName(call) === 'query') {
    // `procedure.input(schema).query(({ input }) => …)`
    const schema = schemaOfStep(call, /^input$/);
    return schema === undefined ? 'unknown' : schemaBounds(file, schema, path.slice(1));
  }
  const pattern = parameterPattern(parameter);
  const isRequest = pattern.type === 'Identifier' ? /^(?:req|request|ctx|context|event)$/.test(pattern.name) : isAnswered(fn, index);
  if (isRequest && /^(?:(?:req|request) )?(?:query|queryStringParameters) \w+$/.test(path.join(' '))) return isValidated(file, fn, callers) ? 'unknown' : { file, node: parameter };
  return index === 1 && path.length === 1 && isQueryField(module, fn) ? { file, node: parameter } : undefined;
}

/** Decorators by which frameworks hand in what stands in the query of a request or in the arguments of a field. */
const DECORATORS = /^(?:Query|QueryParams?|Args?)$/;

/** What validates of a property leaves it as large as it is. */
const HARMLESS = /^(?:IsOptional|IsInt|IsNumber|IsNumberString|IsPositive|IsString|IsDefined|IsNotEmpty|Min|Type|Expose|Api\w*|Field|Property|ToInt|ToNumber|Allow)$/;

function ofDecorated(file: SourceFile, parameter: TSESTree.Parameter, { expression }: TSESTree.Decorator, path: PatternPath): Bound {
  const given = expression.type === 'CallExpression' ? expression.arguments : [];
  const pipes = given.filter((argument) => argument.type !== 'Literal' && argument.type !== 'ObjectExpression' && argument.type !== 'ArrowFunctionExpression');
  if (pipes.some((pipe) => !/^(?:new )?(?:DefaultValuePipe|ParseIntPipe|ParseFloatPipe|ValidationPipe)\b/.test(file.module.textOf(pipe)))) return 'unknown';
  if (path.length === 0) return given[0]?.type === 'Literal' ? { file, node: parameter } : 'unknown';
  const type = typeNameOf(parameterPattern(parameter));
  return path.length > 1 ? 'unknown' : type === undefined ? { file, node: parameter } : propertyBound(file, type, path[0] as string);
}

/** What the decorators of a property say, wherever its class declares it. */
function propertyBound(file: SourceFile, type: string, name: string): Bound {
  const declared = declarationNamed(file, type);
  if (declared === undefined || !isClass(declared.node)) return 'unknown';
  const lineage: readonly Declaration[] = [declared, ...lineageOf(declared, declared.node).bases];
  const home = lineage.find(({ node }) => isClass(node) && memberOf(node, name) !== undefined);
  const member = isClass(home?.node) ? memberOf(home.node, name) : undefined;
  if (home === undefined || member?.type !== 'PropertyDefinition') return 'unknown';
  const names = decoratorsOf(member).map(({ expression }) => decoratorName(expression));
  if (names.some((one) => /^(?:Max|IsIn|IsEnum)$/.test(one))) return 'bounded';
  return names.every((one) => HARMLESS.test(one)) ? { file: home, node: member } : 'unknown';
}

function decoratorsOfParameter(parameter: TSESTree.Parameter): readonly TSESTree.Decorator[] {
  return [parameter, parameterPattern(parameter)].flatMap((node) => ('decorators' in node ? decoratorsOf(node as { readonly decorators: readonly TSESTree.Decorator[] }) : []));
}

/** `({ query }, res) => …` */
function isAnswered({ params }: FunctionNode, index: number): boolean {
  const next = params[index + 1];
  return index === 0 && next?.type === 'Identifier' && /^(?:res|response|reply)$/.test(next.name);
}

/** Something beside the handler looks at what is asked for: a middleware, or a schema among the options of the route, in whichever file routes to it. */
function isValidated(file: SourceFile, fn: FunctionNode, callers: Callers): boolean {
  const unit = unitAround(file, fn);
  const own = unit?.node === fn ? unit : undefined;
  const uses: readonly Use[] = [fn, ...(own === undefined ? [] : (file.module.identifiers.get(own.name) ?? []))].map((node) => ({ file, node }));
  return uses.some(isBesideValidator) || (own !== undefined && callers.usesOf(own).some(isBesideValidator));
}

/** What looks at a request by its name: not at who sends it. */
const VALIDATOR = /valid|schema|celebrate|joi|zod|check(?!Auth|Login|Permission|Role|Access|User|Token|Session)|pagina/i;

function isBesideValidator({ file: { module }, node }: Use): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    const beside = at.type === 'CallExpression' ? [...at.arguments.filter((argument) => argument !== below), ...handedBefore(at)] : [];
    // `wrap(handler)` is what the route is handed
    if (beside.length > 0) return beside.some((argument) => VALIDATOR.test(module.textOf(argument)));
    if (at.type === 'CallExpression' || isWrapper(at)) continue;
    if (at.type !== 'ObjectExpression' && at.type !== 'Property' && at.type !== 'ArrayExpression') return false;
  }
  return false;
}

/** `endpoint(querySchema)(handler)`: what a function was made of that the handler is given to. */
function handedBefore({ callee }: TSESTree.CallExpression): readonly Node[] {
  const made = unwrap(callee);
  return made.type === 'CallExpression' ? made.arguments : [];
}

/** The code around compares the number with a largest one, or hands it to something that may. */
function isGuarded(module: JsModule, value: Node): boolean {
  return isAmong(module, value, guardedNames);
}

/** The code around compares the number with the smallest one. */
function isKeptAboveHere(module: JsModule, value: Node): boolean {
  return isAmong(module, value, namesKeptAbove);
}

function isAmong(module: JsModule, value: Node, namesIn: (outer: Node, module: JsModule) => ReadonlySet<string>): boolean {
  const name = numberName(value);
  if (name === undefined) return false;
  let outer: Node | undefined;
  for (let at = module.functionAround(value); at !== undefined; at = module.functionAround(at)) outer = at;
  return outer !== undefined && namesIn(outer, module).has(name);
}

/** `if (limit < 1) …`, `limit > 0 ? limit : 20` */
const namesKeptAbove = oncePer((outer: Node, module: JsModule): ReadonlySet<string> => {
  const found = new Set<string>();
  walk(outer, (node) => {
    if (node.type !== 'BinaryExpression' || !/^[<>]=?$/.test(node.operator)) return undefined;
    for (const [side, other] of [[node.left, node.right], [node.right, node.left]] as const) {
      const number = numberValue(module, other);
      const name = number === 0 || number === 1 ? numberName(side) : undefined;
      if (name !== undefined) found.add(name);
    }
    return undefined;
  });
  return found;
});

const guardedNames = oncePer((outer: Node, module: JsModule): ReadonlySet<string> => {
  const found = new Set<string>();
  walk(outer, (node) => {
    if (node.type === 'BinaryExpression' && /^[<>]=?$/.test(node.operator)) {
      for (const [side, other] of [[node.left, node.right], [node.right, node.left]] as const) {
        const name = numberName(side);
        if (name !== undefined && isLargest(module, other)) found.add(name);
      }
    }
    if (node.type === 'CallExpression' && BOUNDING.test(calledName(node))) {
      for (const argument of node.arguments) {
        const name = numberName(argument);
        if (name !== undefined) found.add(name);
      }
    }
    return undefined;
  });
  return found;
});

/** The name under which a number is known: `limit` of `limit`, `query.limit` and `Number(limit)`. */
function numberName(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type === 'Identifier') return value.name;
  if (value.type === 'MemberExpression') return memberName(value);
  const [first] = value.type === 'CallExpression' && CONVERSIONS.test(calledName(value)) ? value.arguments : [];
  return first === undefined ? undefined : numberName(first);
}

/** A number that something is compared with as the largest: no 0 and no 1, which are the smallest. */
function isLargest(module: JsModule, node: Node): boolean {
  const number = numberValue(module, node);
  if (number !== undefined) return number > 1;
  const value = unwrap(node);
  return (value.type === 'Identifier' || value.type === 'MemberExpression') && /max|cap|largest|[A-Z]{3}/i.test(module.textOf(value)) && beginningOf(value).type === 'Identifier' && !module.textOf(value).endsWith('length');
}

