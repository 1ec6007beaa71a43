import type { TSESTree } from '@typescript-eslint/utils';
import type { PageSizeConcern } from '../../model/admin.ts';
import { judgeAsked } from '../../model/verdict.ts';
import { ownPath } from '../../project/root.ts';
import type { Callers } from '../project/callers.ts';
import type { Asked, Bound } from './asked.ts';
import { type AskedByCode, mostAskedByCode } from './asked-by-code.ts';
import { adviceToCap, atLeastOne, defaultOf, type Handing, isKeptAbove, isNumberSchema, LARGEST_PAGE, nameAskedBy } from './cap-advice.ts';
import { BOUNDING, CONVERSIONS, isGuarded, isKeptAboveHere, numberName } from './compared-numbers.ts';
import { isBoundedElsewhere, isForAdmins, isShieldedForAdmins } from './for-admins.ts';
import { numberAcross, type SourceFile } from '../project/modules.ts';
import { givesGroups } from '../weight/grouped.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import { ownMaximum } from './own-maximum.ts';
import { originOfWalk } from '../weight/row-weight.ts';
import { schemaBounds } from '../weight/schema-bounds.ts';
import { HOLDS_ALL } from './served.ts';
import type { ParameterBinding } from '../syntax/bindings.ts';
import { sourcesOf } from '../syntax/flow.ts';
import { chainOf, type JsModule, type PatternPath, pathIn } from '../syntax/module.ts';
import { calledName, isNullish, type Node, parameterPattern, spanOf, unwrap } from '../syntax/nodes.ts';
import { constantInit, numberValue } from '../syntax/values.ts';
import { tableOfCall } from '../weight/table-growth.ts';
import { toldOfRequest } from './told-of-request.ts';
import { unitAround } from '../project/units.ts';
import type { Use } from '../project/uses.ts';

/** What a caller hands in for a parameter. */
interface Given {
  readonly bound: Bound;
  /** The largest number on the way. */
  readonly largest: number;
  readonly argument?: Asked;
}

/** What is met with on the way from a limit to the request. */
interface Met {
  /** The largest number that the code itself puts where a request names none. */
  largest: number;
  /** Who hands on what a request names, where other code hands in more than that may be. */
  handing: Handing | undefined;
  /** What hands over numbers that requests name. */
  readonly asking: Use[];
  /** The code itself puts a 0 where a request names no number: there is no limit then. */
  isZeroMeant: boolean;
  /** Something keeps the number above 0. */
  isKeptAbove: boolean;
  /** What stands in where a request names no number does so for a 0 as well. */
  isZeroReplaced: boolean;
}

function nothingMet(): Met {
  return { largest: 0, handing: undefined, asking: [], isZeroMeant: false, isKeptAbove: false, isZeroReplaced: false };
}

/** Functions that a number is handed through, from the one that queries to the one that has the request. */
const MOST_HOPS = 2;

/** Callers that are looked at for one function. */
const MOST_CALLERS = 8;

/** Expressions and names between a limit and the request. */
const DEPTH = 12;

/** Says of limits whether a request names them and nothing bounds them. One per linted file. */
export class AskedLimits {
  readonly #callers: Callers;
  /** Where they are named that a concern stands for: one edit there bounds all queries that take it. */
  readonly #said = new Set<string>();
  #met = nothingMet();

  constructor(callers: Callers) {
    this.#callers = callers;
  }

  /** The concern about the page that a query reads, where it is as long as a request says. */
  of(around: Surroundings, call: OrmCall): PageSizeConcern | undefined {
    const { module, settings, elsewhere } = around;
    const { limit, model } = call;
    if (limit === undefined || call.operation !== 'readMany' || call.keyset || call.isLimitIgnored === true || givesGroups(module, call) || HOLDS_ALL.test(unitAround(around, call.node)?.name ?? '') || HOLDS_ALL.test(ownPath(around.path))) return undefined;
    if (numberValue(module, limit) !== undefined) return undefined;
    const table = (model === undefined ? undefined : tableOfCall(settings, elsewhere, call)) ?? { model: model ?? 'the table', rows: undefined, growth: 'unknown' as const, because: undefined };
    const origin = originOfWalk(around, call);
    this.#met = nothingMet();
    const asked = judgeAsked(table, { origin }).report ? this.#trace(around, limit, [], MOST_HOPS, DEPTH) : 'unknown';
    if (typeof asked === 'string' || this.#isSaid(asked)) return undefined;
    const usual = Math.max(this.#met.largest, defaultOf(asked));
    const own = ownMaximum(around) ?? ownMaximum(asked.file);
    const missing = Math.max(settings.maxPageSize, usual);
    const byCode = this.#byCode(asked, call, missing);
    const least = Math.max(usual, byCode !== undefined && byCode.number <= LARGEST_PAGE ? byCode.number : 0);
    const most = Math.max(settings.maxPageSize, least);
    const ownText = own !== undefined && own.number >= least ? own.text : undefined;
    const { handing, isZeroMeant } = this.#met;
    const belowOne = this.#belowOne(asked, call);
    const cap = { asked, handing, limit: factorOf(module, limit), most: ownText ?? String(most), missing: ownText ?? String(missing), isZeroMeant, belowOne, byCode };
    const { advice, isHere } = adviceToCap(around, cap, most);
    const written = writtenNumber(module, cap.limit);
    return {
      kind: 'page-size', span: spanOf(written ?? limit), option: module.textOf(limit), size: Infinity, usual, asked: { origin, isForAdmins: this.#isForAdmins(around, call, asked) }, table, remedies: [],
      limitAt: written === undefined || !isHere || isZeroMeant || cap.most !== String(most) ? 'none' : { span: spanOf(written), before: `Math.min(${belowOne === undefined ? module.textOf(written) : atLeastOne(module.textOf(written))}, `, after: ')' },
      advice,
    };
  }

  /** Only those who run the program ask. A schema of the number whose largest was forgotten is mended whoever asks, as is what all other lists of the project have. */
  #isForAdmins(around: Surroundings, { node, limit }: OrmCall, asked: Asked): boolean {
    if (isNumberSchema(asked.node)) return false;
    const isTheirs = isForAdmins({ file: around, node }) || (this.#met.asking.length > 0 && this.#met.asking.every((use) => isForAdmins(use) || isShieldedForAdmins(this.#callers, use.file, use.node)));
    const name = isTheirs && limit !== undefined ? numberName(limit) : undefined;
    return isTheirs && (name === undefined || !isBoundedElsewhere(this.#callers, name));
  }

  /** What other code asks for, where that is more than `enough`. */
  #byCode(asked: Asked, { model, limit }: OrmCall, enough: number): AskedByCode | undefined {
    const name = nameAskedBy(asked) ?? (limit === undefined ? undefined : numberName(limit));
    const byCode = name === undefined || model === undefined ? undefined : mostAskedByCode(this.#callers, name, model);
    return byCode !== undefined && byCode.number > enough ? byCode : undefined;
  }

  /** What a number below 1 does, where such a one can come through. */
  #belowOne(asked: Asked, { orm: { words: { belowOne } } }: OrmCall): string | undefined {
    if (belowOne === undefined || this.#met.isKeptAbove || isKeptAbove(asked)) return undefined;
    if ('negative' in belowOne) return belowOne.negative;
    return this.#met.isZeroReplaced ? undefined : belowOne.zero;
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
    if (path.length === 0 && isKeptAboveHere(module, value)) this.#met.isKeptAbove = true;
    const number = path.length === 0 ? numberAcross(file, value) : undefined;
    if (number !== undefined) {
      this.#met.largest = Math.max(this.#met.largest, number);
      if (number === 0) this.#met.isZeroMeant = true;
      return 'fixed';
    }
    switch (value.type) {
      case 'UnaryExpression':
        return value.operator === '+' ? on(value.argument) : 'unknown';
      case 'BinaryExpression':
        return /^[-+*]$/.test(value.operator) ? either([value.left, value.right].map((side) => (numberValue(module, side) === undefined ? on(side) : 'fixed'))) : 'unknown';
      case 'LogicalExpression':
        if (value.operator === '||' && path.length === 0 && (isNullish(value.right) || (numberAcross(file, value.right) ?? 0) !== 0)) this.#met.isZeroReplaced = true;
        return either(sourcesOf(module, value, path).map((source) => on(source.node, source.path)));
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
      this.#met.asking.push({ file, node: call });
      return { file, node: call };
    }
    if (first !== undefined && first.type !== 'SpreadElement' && CONVERSIONS.test(name)) return on(first);
    if (name === 'toString' && callee.type === 'MemberExpression') return on(callee.object);
    if (name === 'max' && module.textOf(callee) === 'Math.max') {
      if (call.arguments.some((argument) => (numberValue(module, argument) ?? 0) >= 1)) this.#met.isKeptAbove = true;
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
      if (typeof told !== 'string') this.#met.asking.push({ file, node: fn });
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
    if (asking?.argument !== undefined) this.#met.handing ??= { ...asking.argument, others: Math.max(0, ...numbers) };
    return either(given.map(({ bound }) => bound));
  }

  /** What a caller hands in; a number that it writes down is no default of what another one asks. */
  #given(argument: Asked, path: PatternPath, hops: number, depth: number): Given {
    const before = this.#met.largest;
    this.#met.largest = 0;
    const bound = this.#trace(argument.file, argument.node, path, hops, depth);
    const largest = this.#met.largest;
    this.#met.largest = Math.max(before, bound === 'fixed' ? 0 : largest);
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
