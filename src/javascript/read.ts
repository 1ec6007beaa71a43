import type { SourceCode } from 'eslint';
import type { TSESTree } from '@typescript-eslint/utils';
import { type FileFacts, NO_FACTS } from '../model/file-model.ts';
import type { BatchLoop, QueryCall, RelationRead } from '../model/query-call.ts';
import type { Project } from '../project/project.ts';
import { useOf } from './answers.ts';
import { batchLoopOf } from './batching.ts';
import { type Lacking, lazyReadOf, loadedTogether } from './eager-loading.ts';
import type { SourceFile } from './modules.ts';
import type { AdminFacts, AdminFramework, RowFunction } from './admin-framework.ts';
import type { Orm, OrmCall } from './orm.ts';
import { reachIn } from './reach.ts';
import { perRowFactsVia, queryFact, reached, type Surroundings } from './query-calls.ts';
import { HandedRows } from './handed.ts';
import { Callers } from './callers.ts';
import { Places } from './places.ts';
import { mayReachQueries } from './gate.ts';
import { readingsAround } from './reading.ts';
import { RowTracer } from './rows.ts';
import { createModule, importSources, type JsModule } from './syntax/module.ts';
import { spanOf } from './syntax/nodes.ts';

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
  if (admins.length === 0 && !orms.some((orm) => orm.glance(glance)) && !mayReachQueries(glance, orms)) return NO_FACTS;
  const file: SourceFile = { path: project.filename, module: createModule(program, sourceCode.text) };
  const rowFunctions = admins.flatMap((admin) => admin.rowFunctions?.(file, project) ?? []);
  return admins.reduce((facts, admin) => withAdmin(facts, admin.read?.(file, project, { calls: facts.calls, orms }) ?? {}), queryFacts(file, project, orms, rowFunctions));
}

function withAdmin(facts: FileFacts, { calls, ...found }: Partial<AdminFacts>): FileFacts {
  const and = <K extends keyof typeof found>(key: K): FileFacts[K] => [...facts[key], ...(found[key] ?? [])] as unknown as FileFacts[K];
  const more = { resources: and('resources'), relationReads: and('relationReads'), inputs: and('inputs'), filters: and('filters'), concerns: and('concerns'), providers: and('providers'), brokenQueries: and('brokenQueries') };
  const isNone = (calls ?? facts.calls) === facts.calls && Object.values(found).every((list) => list.length === 0);
  return isNone ? facts : { ...facts, ...more, calls: calls ?? facts.calls };
}

function queryFacts(file: SourceFile, project: Project, orms: readonly Orm[], rowFunctions: readonly RowFunction[]): FileFacts {
  const { module } = file;
  const readings = readingsAround(file, project, orms);
  const reading = readings.of(file);
  if (reading === undefined) return NO_FACTS;
  const callers = new Callers(file, project.cwd);
  const around: Surroundings = {
    ...reading, tracer: new RowTracer(module, reading.recognise), settings: project.settings, callers, places: new Places(callers),
    elsewhere: new HandedRows({ project, callers, readings }), reach: reachIn(file, project.cwd, callers, orms), rowFunctions: new Map(rowFunctions.map((one) => [one.fn, one])),
  };
  const calls: QueryCall[] = [];
  const relationReads: RelationRead[] = [];
  const lacking: Lacking[] = [];
  const batchLoops: BatchLoop[] = [];
  for (const query of around.queries) {
    const fact = queryFact(around, query);
    const batch = batchLoopOf(around, query);
    if (batch !== undefined) batchLoops.push(batch);
    const offset = batch === undefined ? offsetOf(module, query) : undefined;
    if ('call' in fact) calls.push({ ...fact.call, offset, use: fact.call.evidence.scope === undefined && batch === undefined ? useOf(around, query) : undefined });
    else if ('lacking' in fact) lacking.push(fact.lacking);
    else relationReads.push(fact.relation);
  }
  for (const node of module.calls) {
    if (around.recognise(node) !== undefined) continue;
    for (const fact of perRowFactsVia(around, node)) {
      if ('call' in fact) calls.push(fact.call);
      else if ('lacking' in fact) lacking.push(fact.lacking);
      else relationReads.push(fact.relation);
    }
  }
  for (const node of module.awaits) {
    const lazy = lazyReadOf(around, node);
    if (lazy !== undefined) lacking.push({ ...lazy, evidence: reached(around, lazy.evidence, node) });
  }
  if (calls.length + relationReads.length + lacking.length + batchLoops.length === 0) return NO_FACTS;
  return { ...NO_FACTS, calls, relationReads: [...relationReads, ...loadedTogether(module, lacking)], batchLoops };
}

function offsetOf(module: JsModule, call: OrmCall): QueryCall['offset'] {
  const { offset, orm } = call;
  return offset === undefined ? undefined : { span: spanOf(offset), text: module.textOf(offset), advice: orm.words.keyset(call) };
}
