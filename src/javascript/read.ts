import type { SourceCode } from 'eslint';
import type { TSESTree } from '@typescript-eslint/utils';
import { type FileFacts, NO_FACTS } from '../model/file-model.ts';
import type { BatchLoop, QueryCall, RelationRead } from '../model/query-call.ts';
import type { Project } from '../project/project.ts';
import { glanceAdminJs, readAdminJs } from './admin/adminjs.ts';
import { batchLoopOf } from './batching.ts';
import { type Lacking, lazyReadOf, loadedTogether } from './eager-loading.ts';
import { Computing } from './computing.ts';
import { Effects } from './effects.ts';
import { calledFunction, helpersOf } from './helpers.ts';
import type { SourceFile } from './modules.ts';
import type { OrmCall } from './orms/orm.ts';
import { reachIn } from './reach.ts';
import { perRowFactsVia, queryFact, reached, type Surroundings } from './query-calls.ts';
import { HandedRows } from './handed.ts';
import { Callers } from './callers.ts';
import { Places } from './places.ts';
import { ORMS, Readers, recogniseWith } from './readers.ts';
import { type Recognise, RowTracer } from './rows.ts';
import { createModule, importSources, type JsModule } from './syntax/module.ts';
import { spanOf } from './syntax/nodes.ts';

/** The facts of a JavaScript or TypeScript file. A file without evidence costs a look at its imports and a search of its text. */
export function readJavaScript(sourceCode: SourceCode, project: Project): FileFacts {
  const program = sourceCode.ast as unknown as TSESTree.Program;
  const glance = { imports: importSources(program), text: sourceCode.text, project };
  const orms = ORMS.filter((orm) => orm.glance(glance));
  const isAdmin = glanceAdminJs(glance);
  if (orms.length === 0 && !isAdmin) return NO_FACTS;
  const module = createModule(program, sourceCode.text);
  const file: SourceFile = { path: project.filename, module };
  const readers = orms.flatMap((orm) => orm.open(file, project) ?? []);
  const facts = queryFacts(file, project, recogniseWith(readers));
  return isAdmin ? { ...facts, ...readAdminJs(file, project, facts.calls) } : facts;
}

function queryFacts(file: SourceFile, project: Project, recognise: Recognise): FileFacts {
  const { module } = file;
  const queries = module.calls.flatMap((call) => recognise(call) ?? []);
  if (queries.length === 0) return NO_FACTS;
  const helpers = helpersOf(module, queries);
  const computing = new Computing();
  const effects = new Effects(module, recognise, {
    isQueryHelper({ callee }) {
      const helper = calledFunction(module, callee);
      return helper !== undefined && helpers.has(helper);
    },
    isComputing: ({ callee }) => computing.computes({ path: project.filename, module }, callee),
  });
  const callers = new Callers(file, project.cwd);
  const places = new Places(callers);
  const around: Surroundings = {
    ...file, tracer: new RowTracer(module, recognise), queries, helpers, effects, settings: project.settings, places,
    elsewhere: new HandedRows({ project, callers, readers: new Readers(project) }), reach: reachIn(file, project.cwd, callers),
  };
  const calls: QueryCall[] = [];
  const relationReads: RelationRead[] = [];
  const lacking: Lacking[] = [];
  const batchLoops: BatchLoop[] = [];
  for (const query of queries) {
    const fact = queryFact(around, query);
    const batch = batchLoopOf(module, query, queries);
    if (batch !== undefined && around.reach(query.node).length === 0) batchLoops.push(batch);
    const offset = batch === undefined ? offsetOf(module, query) : undefined;
    if ('call' in fact) calls.push({ ...fact.call, offset });
    else if ('lacking' in fact) lacking.push(fact.lacking);
    else relationReads.push(fact.relation);
  }
  for (const node of module.calls) {
    if (recognise(node) !== undefined) continue;
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
  return { ...NO_FACTS, calls, relationReads: [...relationReads, ...loadedTogether(module, lacking)], batchLoops };
}

function offsetOf(module: JsModule, call: OrmCall): QueryCall['offset'] {
  const { offset, orm } = call;
  return offset === undefined ? undefined : { span: spanOf(offset), text: module.textOf(offset), advice: orm.words.keyset(call) };
}
