import type { SourceCode } from 'eslint';
import type { TSESTree } from '@typescript-eslint/utils';
import type { ListConcern } from '../model/admin.ts';
import { type FileFacts, NO_FACTS } from '../model/file-model.ts';
import type { BatchLoop, QueryCall, RelationRead } from '../model/query-call.ts';
import { judge } from '../model/verdict.ts';
import type { Project } from '../project/project.ts';
import { ServedRows } from './asked/served.ts';
import { useOf } from './answers/answers.ts';
import { AskedLimits } from './asked/asked-limits.ts';
import { batchLoopOf, batchLoopVia } from './facts/batching.ts';
import { checkedTypes } from './receivers/checked-types.ts';
import { holdsSpan } from './syntax/dependence.ts';
import { type Lacking, lazyReadOf, loadedTogether } from './facts/eager-loading.ts';
import type { SourceFile } from './project/modules.ts';
import type { AdminFacts, AdminFramework, RowFunction, RowList } from './frameworks/admin-framework.ts';
import type { Orm, OrmCall } from './queries/orm.ts';
import { dependsOn } from './project/packages.ts';
import { reachIn } from './project/reach.ts';
import { queryFact, reached, saidAt, type Surroundings } from './facts/query-calls.ts';
import { perRowFactsVia } from './facts/queries-through.ts';
import { HandedRows } from './weight/handed.ts';
import { Callers } from './project/callers.ts';
import { multiplied } from './facts/multiplied.ts';
import { overFetched } from './answers/over-fetching.ts';
import { Places } from './circumstances/places.ts';
import { mayHoldTyped, mayReachQueries } from './project/gate.ts';
import { readingsAround } from './facts/reading.ts';
import { withHandedOn } from './rows/row-functions.ts';
import { RowTracer } from './rows/rows.ts';
import { createModule, importSources, type JsModule } from './syntax/module.ts';
import { spanOf } from './syntax/nodes.ts';
import { UnindexedColumns } from './weight/unindexed.ts';
import { type PlacedCall, withoutRepeats } from './facts/repeats.ts';
import { unsentQueries } from './facts/unsent.ts';
import { unresolvedCalls } from './receivers/unresolved.ts';

/** The libraries that a file is read for. */
export interface JavaScriptLibraries {
  readonly orms: readonly Orm[];
  readonly frameworks: readonly AdminFramework[];
}

/** The facts of a JavaScript or TypeScript file. A file without evidence costs a look at its imports and a search of its text. */
export function readJavaScript(sourceCode: SourceCode, project: Project, { orms, frameworks }: JavaScriptLibraries): FileFacts {
  const program = sourceCode.ast as unknown as TSESTree.Program;
  const glance = { imports: importSources(program), text: sourceCode.text, project };
  const admins = frameworks.filter((framework) => framework.glance(glance));
  const typesAt = checkedTypes(sourceCode);
  const hasEvidence = admins.length > 0 || orms.some((orm) => orm.glance(glance)) || mayReachQueries(glance, orms) || (typesAt !== undefined && orms.some((orm) => mayHoldTyped(glance, orm)));
  if (!hasEvidence) return NO_FACTS;
  const file: SourceFile = { path: project.filename, module: createModule(program, sourceCode.text), typesAt };
  const listsOf = (of: SourceFile): readonly RowList[] => withHandedOn(of, admins.flatMap((admin) => admin.rowLists?.(of, project) ?? []));
  const panels = frameworks.flatMap(({ pagesOf, about: { packages } }) => (pagesOf !== undefined && packages !== undefined && dependsOn(project.filename, packages) ? [pagesOf] : []));
  const rowLists = listsOf(file);
  const own = queryFacts(file, project, orms, { rowFunctions: admins.flatMap((admin) => admin.rowFunctions?.(file, project) ?? []), rowLists, listsOf, panels });
  const sentBy = sentFor(rowLists, own, project, orms);
  const sent = new Map(rowLists.map(({ fn }) => [fn, [...new Set(rowLists.filter((list) => list.fn === fn).flatMap((list) => sentBy.get(list) ?? []))]]));
  const wired = rowLists.flatMap((list) => wiredCalls(file, list, sentBy.get(list) ?? []));
  const found: FileFacts = wired.length === 0 ? own : { ...own, calls: [...own.calls, ...wired] };
  return admins.reduce((facts, admin) => withAdmin(facts, admin.read?.(file, project, { calls: facts.calls, sent, orms }) ?? {}), found);
}

/** What frameworks say of the rows that functions of a file get. */
interface HandedRowsOf {
  readonly rowFunctions: readonly RowFunction[];
  readonly rowLists: readonly RowList[];
  readonly listsOf: (file: SourceFile) => readonly RowList[];
  /** What code imports that sets up pages by which those who run the program add rows. */
  readonly panels: readonly string[];
}

/** The queries that functions send for each of the rows of a list that a framework hands them, wherever they stand: each file is read once for all of its lists. */
function sentFor(lists: readonly RowList[], own: FileFacts, project: Project, orms: readonly Orm[]): ReadonlyMap<RowList, readonly QueryCall[]> {
  const read = new Map<JsModule, FileFacts>();
  const factsOf = ({ wired }: RowList): FileFacts => {
    if (wired === undefined) return own;
    const { file } = wired;
    const known = read.get(file.module) ?? queryFacts(file, { ...project, filename: file.path }, orms, { rowFunctions: [], rowLists: lists.filter((list) => list.wired?.file.module === file.module), listsOf: () => [], panels: [] });
    read.set(file.module, known);
    return known;
  };
  return new Map(lists.map((list) => [list, factsOf(list).calls.filter(({ span, evidence }) => evidence.scope?.kind === list.kind && holdsSpan(list.fn.body, span) && judge(evidence).report)]));
}

/** The queries of a function of another file, unless linting that file reports them. */
function wiredCalls({ module }: SourceFile, { wired }: RowList, sent: readonly QueryCall[]): QueryCall[] {
  if (wired === undefined || wired.isFoundThere) return [];
  return saidAt(module, wired.at, wired.file, sent);
}

function withAdmin(facts: FileFacts, { calls = facts.calls, ...found }: Partial<AdminFacts>): FileFacts {
  const kinds = (Object.keys(found) as (keyof typeof found)[]).filter((kind) => found[kind]?.length !== 0);
  if (calls === facts.calls && kinds.length === 0) return facts;
  return { ...facts, ...Object.fromEntries(kinds.map((kind) => [kind, [...facts[kind], ...(found[kind] ?? [])]])), calls };
}

function queryFacts(file: SourceFile, project: Project, orms: readonly Orm[], { rowFunctions, rowLists, listsOf, panels }: HandedRowsOf): FileFacts {
  const { module } = file;
  const readings = readingsAround(file, project, orms);
  const reading = readings.of(file);
  if (reading === undefined) return NO_FACTS;
  const callers = new Callers(file, project.cwd);
  const around: Surroundings = {
    ...reading, tracer: new RowTracer(module, reading.recognise), settings: project.settings, callers, places: new Places(callers), served: new ServedRows(callers),
    elsewhere: new HandedRows({ project, callers, readings, rowLists: listsOf, panels }), reach: reachIn(file, project.cwd, callers, orms), rowFunctions: new Map(rowFunctions.map((one) => [one.fn, one])), rowLists,
  };
  const placed: PlacedCall[] = [];
  const relationReads: RelationRead[] = [];
  const lacking: Lacking[] = [];
  const batchLoops: BatchLoop[] = [];
  const concerns: ListConcern[] = [];
  const limits = new AskedLimits(callers);
  const unindexed = new UnindexedColumns(project, readingsAround(file, project, orms));
  for (const query of around.queries) {
    const fact = queryFact(around, query);
    const batch = batchLoopOf(around, query);
    if (batch !== undefined) batchLoops.push(batch);
    const offset = batch === undefined ? offsetOf(module, query) : undefined;
    if ('call' in fact) placed.push({ node: query.node, call: { ...fact.call, offset, use: fact.call.evidence.scope === undefined && batch === undefined ? useOf(around, query) : undefined } });
    else if ('lacking' in fact) lacking.push(fact.lacking);
    else relationReads.push(fact.relation);
    const asked = batch === undefined ? limits.of(around, query) : undefined;
    if (asked !== undefined) concerns.push(asked);
    concerns.push(...overFetched(around, query));
    const product = multiplied(around, query);
    if (product !== undefined) concerns.push(product);
    const lookedFor = unindexed.of(around, query);
    if (lookedFor !== undefined) concerns.push(lookedFor);
  }
  for (const node of module.calls) {
    if (around.recognise(node) !== undefined) continue;
    const batch = batchLoopVia(around, node);
    if (batch !== undefined) batchLoops.push(batch);
    for (const fact of perRowFactsVia(around, node)) {
      if ('call' in fact) placed.push({ node, call: fact.call });
      else if ('lacking' in fact) lacking.push(fact.lacking);
      else relationReads.push(fact.relation);
    }
  }
  for (const node of module.awaits) {
    const lazy = lazyReadOf(around, node);
    if (lazy !== undefined) lacking.push({ ...lazy, evidence: reached(around, lazy.evidence, node) });
  }
  const calls = withoutRepeats(module, placed);
  const brokenQueries = unsentQueries(around);
  const unresolved = unresolvedCalls(reading);
  if (calls.length + relationReads.length + lacking.length + batchLoops.length + unresolved.length === 0) return NO_FACTS;
  return { ...NO_FACTS, calls, relationReads: [...relationReads, ...loadedTogether(module, lacking)], batchLoops, brokenQueries, concerns, unresolved };
}

function offsetOf(module: JsModule, call: OrmCall): QueryCall['offset'] {
  const { offset, orm } = call;
  return offset === undefined ? undefined : { span: spanOf(offset), text: module.textOf(offset), advice: orm.words.keyset(call) };
}
