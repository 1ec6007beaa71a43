import { basename } from 'node:path';
import { ownPath } from '../../project/root.ts';
import type { Callers } from '../project/callers.ts';
import type { SourceFile } from '../project/modules.ts';
import { isGet, isMarkedForServer } from '../circumstances/places.ts';
import { typeNameOf } from '../syntax/annotations.ts';
import type { JsModule, PatternPath } from '../syntax/module.ts';
import { decoratorsOf, type FunctionNode, keyName, type Node } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';
import { unitAround } from '../project/units.ts';
import { Flow } from './value-ends.ts';

/** Functions that rows are handed up through, from the one that reads them to the one that answers. */
const MOST_HOPS = 3;

/** Callers that are looked at for one function. */
const MOST_CALLERS = 8;

/** Where rows leave the program. */
export interface Answer {
  /** The function that answers, as a message names it, where it is another one than the query's: "`OrdersController.list` (orders.controller.ts:12)". */
  readonly by: string | undefined;
  /** What is asked for is a file, which holds all rows by its nature. */
  readonly isExport: boolean;
}

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
    for (const end of new Flow(file).endsOf(node, path)) {
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
  return [ownPath(file.path).split('/').slice(-3).join('/'), nameOf(file, at)].some((name) => names.test(name));
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
  if (!/\/controllers?\//.test(ownPath(file.path)) || more.length > 0) return false;
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
