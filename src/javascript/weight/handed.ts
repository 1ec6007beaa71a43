import type { TSESTree } from '@typescript-eslint/utils';
import { relative, sep } from 'node:path';
import { type Amount, countingAmount, MOST_HOPS } from '../../model/handed.ts';
import type { Project } from '../../project/project.ts';
import { type CalledFunction, functionCalled } from '../project/called.ts';
import type { RowList } from '../frameworks/admin-framework.ts';
import type { Callers } from '../project/callers.ts';
import { isLeftOut } from '../circumstances/fallbacks.ts';
import type { Use } from '../project/uses.ts';
import { lintedFrom, type SourceFile } from '../project/modules.ts';
import { isFilled, isFilledByCode } from './makers.ts';
import type { OrmCall, OrmReader } from '../queries/orm.ts';
import { placeOf } from '../circumstances/places.ts';
import type { Readings } from '../facts/reading.ts';
import { amountOf, type Elsewhere, type Handed, isAskedForMany, type Weighing } from './row-weight.ts';
import { type Rows, RowTracer } from '../rows/rows.ts';
import { type Sources, sourcesAround } from '../project/sources.ts';
import type { ParameterBinding } from '../syntax/bindings.ts';
import { answersOf, writtenAt } from '../syntax/flow.ts';
import { type JsModule, pathIn } from '../syntax/module.ts';
import { type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';
import { type Unit, unitAround } from '../project/units.ts';

/** Callers that are asked what they hand in. */
const MOST_CALLERS = 12;

/** What was found of the tables of models. */
type Answers = Map<OrmReader, Map<string, boolean>>;

/** What was found of a model's table before, else what is found now. */
function answered(answers: Answers, reader: OrmReader, model: string, find: () => boolean): boolean {
  const known = answers.get(reader) ?? new Map<string, boolean>();
  answers.set(reader, known);
  const found = known.get(model) ?? find();
  known.set(model, found);
  return found;
}

/** What the files of one linting share. */
export interface HandedOptions {
  readonly project: Project;
  readonly callers: Callers;
  readonly readings: Readings;
  /** The lists of rows that frameworks hand to functions of a file. */
  readonly rowLists: (file: SourceFile) => readonly RowList[];
  /** What code imports that sets up pages by which those who run the program add rows. */
  readonly panels: readonly string[];
}

/** Asks callers what they hand in, and functions what they give. One per linted file. */
export class HandedRows implements Elsewhere {
  readonly #options: HandedOptions;
  readonly #filled: Answers = new Map();
  readonly #leftToStaff: Answers = new Map();
  readonly #weighings = new Map<JsModule, Weighing>();
  readonly #given = new Map<Node, Map<string, Handed | undefined>>();
  #hops = 0;

  constructor(options: HandedOptions) {
    this.#options = options;
  }

  /** The rows of a parameter, as its callers have them, or of a call, as the function gives them. */
  rowsOf(around: Weighing, rows: Rows, depth: number): Handed | undefined {
    const { given, returned, path } = rows;
    const source = given?.identifier ?? returned;
    if (source === undefined || this.#hops >= MOST_HOPS) return undefined;
    const known = this.#given.get(source) ?? new Map<string, Handed | undefined>();
    this.#given.set(source, known);
    const key = `${path.join('.')} ${String(this.#hops)}`;
    if (known.has(key)) return known.get(key);
    // Functions that call each other say nothing.
    known.set(key, undefined);
    this.#hops += 1;
    const found = given !== undefined ? this.#handedIn(around, given, path, depth) : returned !== undefined ? this.#returned(around, returned, path, depth) : undefined;
    this.#hops -= 1;
    known.set(key, found);
    return found;
  }

  /** Whose rows a parameter holds. */
  #handedIn(around: Weighing, given: ParameterBinding, path: readonly string[], depth: number): Handed | undefined {
    const unit = unitAround(around, given.node);
    if (unit?.node !== given.node) return undefined;
    const uses = this.#options.callers.usesOf(unit);
    if (uses.length > MOST_CALLERS) return undefined;
    const handed = uses.map((use) => this.#handedBy(around, use, given, path, depth));
    const known = handed.filter((one) => one !== undefined);
    return countingAmount(known, ({ at }) => placeOf(at.file, at.node), () => known.length === handed.length && !this.#options.callers.isOpen(unit));
  }

  numberOf(file: SourceFile, node: Node): number | undefined {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' ? file.module.resolve(value) : undefined;
    const unit = binding?.kind === 'parameter' ? unitAround(file, binding.node) : undefined;
    if (binding?.kind !== 'parameter' || unit?.node !== binding.node || binding.node.params[binding.index] !== binding.identifier || this.#options.callers.isOpen(unit)) return undefined;
    const numbers = this.#options.callers.usesOf(unit).map((use) => {
      const argument = argumentOf(use, binding);
      return argument && numberValue(use.file.module, argument);
    });
    const known = numbers.filter((number) => number !== undefined);
    return known.length === 0 || known.length < numbers.length ? undefined : Math.max(...known);
  }

  #handedBy(around: Weighing, { file, node }: Use, given: ParameterBinding, path: readonly string[], depth: number): Handed | undefined {
    const parameter = given.node.params[given.index];
    const argument = argumentOf({ file, node }, given);
    const steps = parameter === undefined ? undefined : pathIn(parameterPattern(parameter), given.identifier);
    if (argument === undefined || steps === undefined) return undefined;
    const list = writtenAt(file.module, argument, [...steps, ...path]);
    const amount = list && amountOf(this.#weighingFor(around, file), list, depth);
    return amount && { ...amount, by: `handed in by ${this.#nameOf(file, node)}`, at: { file, node } };
  }

  /** The rows that a function gives: of its answers, which are queries' or made of such, each as many as the others. */
  #returned(around: Weighing, call: TSESTree.CallExpression, path: readonly string[], depth: number): Handed | undefined {
    const fn = functionCalled(around, call.callee);
    const answers = fn === undefined ? [] : answersOf(fn.node).map((answer) => this.#answered(around, fn, call, writtenAt(fn.module, answer, path), depth));
    const [first, ...others] = answers;
    if (first === undefined || others.some((other) => other?.amount.origin !== first.amount.origin)) return undefined;
    const limits = answers.map((one) => one?.amount.atMost ?? Infinity);
    const atMost = Math.max(...limits);
    // what belongs to one parent, asked for each of many, is all in all what a table holds
    const origin = first.amount.origin === 'part' && isAskedForMany(around, call, depth) ? 'table' : first.amount.origin;
    return { ...first.amount, origin, atMost: atMost === Infinity ? undefined : atMost, by: first.by, at: { file: around, node: call } };
  }

  #answered(around: Weighing, fn: CalledFunction, call: TSESTree.CallExpression, list: Node | undefined, depth: number): { readonly amount: Amount; readonly by: string } | undefined {
    const there = this.#weighingFor(around, fn);
    const content = list && there.tracer.contentOf(list);
    if (content !== undefined && typeof content !== 'string' && content.call !== undefined && isLeftToCaller(fn, content.call, call)) return undefined;
    const amount = list && amountOf(there, list, depth);
    return list && amount && { amount, by: `given by ${this.#nameOf(fn, list)}` };
  }

  isFilled(reader: OrmReader, model: string): boolean {
    return answered(this.#filled, reader, model, () => {
      const sources = this.#sources();
      return sources === undefined || isFilled(sources, reader, model);
    });
  }

  isLeftToStaff(reader: OrmReader, model: string): boolean {
    const { panels } = this.#options;
    return panels.length > 0 && answered(this.#leftToStaff, reader, model, () => {
      const sources = this.#sources();
      return sources !== undefined && panels.some((name) => sources.code.filesWith(name).length > 0) && !isFilledByCode(sources, reader, model);
    });
  }

  #sources(): Sources | undefined {
    const { filename, cwd } = this.#options.project;
    return sourcesAround(filename, cwd);
  }

  #weighingFor(around: Weighing, file: SourceFile): Weighing {
    if (file.module === around.module) return around;
    const known = this.#weighings.get(file.module);
    if (known !== undefined) return known;
    const weighing: Weighing = { ...file, linted: lintedFrom(file), tracer: new RowTracer(file.module, this.#options.readings.of(file)?.recognise ?? (() => undefined)), settings: around.settings, rowLists: this.#options.rowLists(file), elsewhere: this };
    this.#weighings.set(file.module, weighing);
    return weighing;
  }

  /** "`closeAll` (src/orders.ts:12)" */
  #nameOf(file: SourceFile, node: Node): string {
    const place = `${relative(this.#options.project.cwd, file.path).split(sep).join('/')}:${String(file.module.lineOf(node))}`;
    const unit: Unit | undefined = unitAround(file, node);
    return unit === undefined ? `code at ${place}` : `\`${unit.name}\` (${place})`;
  }
}

/** `findMany({ table, where, take })`: whoever calls says which rows are wanted, and how many; this one doesn't say how many. Who names no condition, wants all. */
function isLeftToCaller({ module, node: fn }: CalledFunction, { where, limit }: OrmCall, call: TSESTree.CallExpression): boolean {
  const given = (node: Node | undefined): TSESTree.Identifier | undefined => {
    const value = node === undefined ? undefined : unwrap(node);
    const binding = value?.type === 'Identifier' ? module.resolve(value) : undefined;
    return value?.type === 'Identifier' && binding?.kind === 'parameter' && binding.node === fn ? value : undefined;
  };
  const condition = where?.type === 'CallExpression' ? where.arguments[0] : where;
  const [wanted, pager] = [given(condition), given(limit)];
  return pager === undefined ? wanted !== undefined && !isLeftOut(module, fn, wanted, call) : isLeftOut(module, fn, pager, call);
}

/** What a use of a function hands in for a parameter, where it calls it. */
function argumentOf({ file: { module }, node }: Use, { index }: ParameterBinding): Node | undefined {
  const call = module.parentOf(node);
  const argument = call?.type === 'CallExpression' && call.callee === node ? call.arguments[index] : undefined;
  return argument?.type === 'SpreadElement' ? undefined : argument;
}
