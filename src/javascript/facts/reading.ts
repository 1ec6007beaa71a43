import type { TSESTree } from '@typescript-eslint/utils';
import { remembered } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';
import { type Project, projectOf } from '../../project/project.ts';
import { type CalledFunction, functionCalled } from '../project/called.ts';
import type { Helper, Surroundings } from '../circumstances/circumstances.ts';
import { Computing } from '../circumstances/computing.ts';
import { Effects, type Wait } from '../circumstances/effects.ts';
import { mayHoldTyped } from '../project/gate.ts';
import { helpersOf, homeOf } from '../queries/helpers.ts';
import type { SourceFile } from '../project/modules.ts';
import { type Orm, type OrmCall, type OrmReader, queriesIn } from '../queries/orm.ts';
import type { Recognise } from '../rows/rows.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { callsIn } from '../syntax/module.ts';
import { type FunctionNode, unwrap, walk } from '../syntax/nodes.ts';

/** What is read of one file. */
export interface FileReading extends Surroundings {
  /** The libraries whose calls the file can hold. */
  readonly orms: readonly Orm[];
  /** The query that a call sends itself. */
  readonly recognise: Recognise;
  /** The function of the project that a call of `callee` runs: as the code says, else as a library says of its models and their rows. */
  called(callee: TSESTree.Node): CalledFunction | undefined;
  /** The queries that a call of a function sends once, whatever files and functions it goes through. */
  sentBy(callee: TSESTree.Node): readonly Reached[];
}

/** A query that calling a function sends, wherever in the project it stands. */
export interface Reached {
  readonly query: OrmCall;
  /** The function around the query, and those through which it is reached. */
  readonly helper: Helper;
}

/** How many calls are followed from the code that runs per row to a query. */
const MOST_CALLS = 3;

/** Functions that are looked into for one call. */
const MOST_FUNCTIONS = 40;

/** Other files that are read for one linted file. */
const MOST_FILES = 60;

/** What is read of files of a project, as they are asked for. */
export class Readings {
  readonly #around: Pick<Project, 'cwd' | 'settings'>;
  readonly #orms: readonly Orm[];
  readonly #known = new Map<string, FileReading | undefined>();
  readonly #reached = new Map<FunctionNode, readonly Reached[]>();
  readonly #asking = new Map<FunctionNode, boolean>();
  readonly #waits = new Map<FunctionNode, Wait>();
  /** Gives what is read of all other files than the one being linted. */
  readonly #others: Readings | undefined;
  readonly #linted: SourceFile | undefined;
  readonly #asked = new Set<string>();

  constructor(around: Pick<Project, 'cwd' | 'settings'>, orms: readonly Orm[], linted?: { readonly file: SourceFile; readonly others: Readings }) {
    this.#around = around;
    this.#orms = orms;
    this.#linted = linted?.file;
    this.#others = linted?.others;
  }

  /** What is read of a file; undefined for those that are exempt, and where too many were read already. */
  of({ path, module, typesAt }: SourceFile): FileReading | undefined {
    if (this.#others !== undefined && path !== this.#linted?.path) {
      if (this.#asked.size > MOST_FILES) return undefined;
      this.#asked.add(path);
      return this.#others.of({ path, module });
    }
    const known = this.#known.get(path);
    if (known?.module === module) return known;
    const found = this.#open({ path, module, typesAt });
    this.#known.set(path, found);
    return found;
  }

  #open(file: SourceFile): FileReading | undefined {
    const { module, path } = file;
    const { cwd, settings } = this.#around;
    const project = path === this.#linted?.path ? { filename: path, cwd, settings } : projectOf({ filename: path, cwd, settings, text: module.text });
    if (project === undefined) return undefined;
    const glance = { imports: module.imports.map(({ source }) => source), text: module.text, project };
    const orms = this.#orms.filter((orm) => orm.glance(glance) || (file.typesAt !== undefined && mayHoldTyped(glance, orm)));
    const readers = this.#orms.filter((orm) => orms.includes(orm) || orm.mayFollow?.(glance) === true).flatMap((orm) => orm.open(file, project) ?? []);
    const known = new Map<TSESTree.CallExpression, OrmCall | undefined>();
    const recognise: Recognise = (call) => {
      if (!known.has(call)) known.set(call, readers.map((reader) => reader.recognise(call)).find((found) => found !== undefined));
      return known.get(call);
    };
    const queries = readers.length === 0 ? [] : module.calls.flatMap((call) => recognise(call) ?? []);
    const called = (callee: TSESTree.Node): CalledFunction | undefined => functionCalled(file, callee) ?? ownMethodIn(readers, callee);
    const helpers = helpersOf(module, queries);
    const computing = new Computing();
    const effects = new Effects(module, recognise, {
      isQueryHelper: ({ callee }) => {
        const site = called(callee);
        return this.#reachedFrom(site).length > 0 || this.#asksInLoops(site);
      },
      waitOf: ({ callee }) => (computing.computes(file, callee) ? 'none' : this.#waitOf(called(callee))),
    });
    return { ...file, orms, recognise, queries, helpers, effects, called, sentBy: (callee) => this.#reachedFrom(called(callee)) };
  }

  /** What a function waits for beside the database, itself or through others; for what can't be followed, somebody else. */
  #waitOf(site: CalledFunction | undefined): Wait {
    if (site === undefined) return 'foreign';
    const known = this.#waits.get(site.node);
    if (known !== undefined) return known;
    // Asked for once more on the way, by functions that call each other: of all of them nothing is known, whichever is asked first.
    this.#waits.set(site.node, 'foreign');
    const found = this.of(site)?.effects.waitsOf(site.node) ?? 'foreign';
    this.#waits.set(site.node, found);
    return found;
  }

  /** True for a function that waits for nothing but the database, which it asks in a loop of its own or by functions that it calls there. */
  #asksInLoops(site: CalledFunction | undefined): boolean {
    if (site === undefined) return false;
    const known = this.#asking.get(site.node);
    if (known !== undefined) return known;
    this.#asking.set(site.node, false);
    const there = this.of(site);
    const asks = there !== undefined && (queriesIn(there.queries, site.node).length > 0 || callsIn(there.module, site.node.body).some((call) => this.#reachedFrom(there.called(call.callee)).some(({ helper }) => [helper, ...helper.through].every(waitsForNothingElse))));
    const found = asks && there.effects.anyWait(site.node.body) === undefined;
    this.#asking.set(site.node, found);
    return found;
  }

  /** The queries that a call of a function sends once, loops of the function left out. */
  #reachedFrom(site: CalledFunction | undefined): readonly Reached[] {
    if (site === undefined) return [];
    const known = this.#reached.get(site.node);
    if (known !== undefined) return known;
    // Asked for once more while it is being followed: the function calls itself, which adds nothing.
    this.#reached.set(site.node, []);
    const found = this.#reachedBy(site, MOST_CALLS, new Set());
    this.#reached.set(site.node, found);
    return found;
  }

  /** @param seen functions that were followed already for the same question, be it on another way */
  #reachedBy(site: CalledFunction, calls: number, seen: Set<FunctionNode>): Reached[] {
    if (seen.has(site.node) || seen.size > MOST_FUNCTIONS) return [];
    seen.add(site.node);
    const there = this.of(site);
    if (there === undefined) return [];
    const own = (there.helpers.get(site.node) ?? []).map((query): Reached => ({ query, helper: { node: site.node, there, through: [] } }));
    return calls === 1 ? own : [...own, ...this.#further(there, site, calls - 1, seen)];
  }

  /** What the functions send that this one calls, each time and not in a loop of its own. */
  #further(there: FileReading, site: CalledFunction, calls: number, seen: Set<FunctionNode>): Reached[] {
    const { module } = there;
    const found: Reached[] = [];
    walk(site.node.body, (call) => {
      if (call.type !== 'CallExpression' || there.recognise(call) !== undefined || homeOf(module, call) !== site.node || iterationsAround(module, call).length > 0) return undefined;
      const next = there.called(call.callee);
      for (const { query, helper } of next === undefined ? [] : this.#reachedBy(next, calls, seen)) found.push({ query, helper: { ...helper, through: [{ node: site.node, there, call }, ...helper.through] } });
      return undefined;
    });
    return found;
  }
}

function waitsForNothingElse({ node: { body }, there: { effects } }: Pick<Helper, 'node' | 'there'>): boolean {
  return effects.anyWait(body) === undefined;
}

function ownMethodIn(readers: readonly OrmReader[], callee: TSESTree.Node): CalledFunction | undefined {
  const value = unwrap(callee);
  if (value.type !== 'MemberExpression') return undefined;
  for (const reader of readers) {
    const found = reader.ownMethod?.(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of files as the disk has them, for as long as a file's stamp is believed. */
const readingsOfProject = remembered((key) => {
  const [cwd, settings] = JSON.parse(key) as [string, Project['settings']];
  const around = { cwd, settings };
  return oncePer((orms: readonly Orm[]) => new Readings(around, orms));
}, 4);

/** What is read of the file being linted and of others that its calls lead to. */
export function readingsAround(file: SourceFile, { cwd, settings }: Project, orms: readonly Orm[]): Readings {
  const others = readingsOfProject(JSON.stringify([cwd, settings]))(orms);
  return new Readings({ cwd, settings }, orms, { file, others });
}
