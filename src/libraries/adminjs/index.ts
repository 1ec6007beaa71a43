import { about } from './about.ts';
import { type AdminResource, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import type { RowScope } from '../../model/row-scope.ts';
import { judge } from '../../model/verdict.ts';
import type { Project } from '../../project/project.ts';
import { holdsSpan } from '../../javascript/dependence.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { FileGlance } from '../../javascript/orm.ts';
import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/admin-framework.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, propertyOf, spanOf } from '../../javascript/syntax/nodes.ts';
import { objectValue } from '../../javascript/syntax/values.ts';
import { ADMINJS_PACKAGES, DEFAULT_PAGE_SIZE, LIST_QUERIES } from './facts.ts';
import { alwaysTrue, pageSizes, searches } from './checks.ts';
import { optionFacts } from './options.ts';
import { headKey, RecordLoops, wiredQueries } from './per-row.ts';
import { dependsOnAdminJs, type ResourceConfig, resourcesOf } from './resources.ts';
import { Roles, withCalled } from './roles.ts';
import { isFoundInItsFile, recordHooks, type Run, runsOf } from './runs.ts';
import { HelperQueries } from './helper-queries.ts';

/** What options are written with. */
const OPTIONS = /\b(?:list|show|edit|filter)Properties\s*:|\bactions\s*:|\bactionType\s*:/;

/**
 * Whether a file may configure AdminJS: it imports it, or, in a project that depends on it, holds what looks like a resource. Two
 * thirds of such files in the largest project seen import nothing of AdminJS.
 */
function glance({ imports, text, project }: FileGlance): boolean {
  if (imports.some((source) => ADMINJS_PACKAGES.test(source))) return true;
  if (/\bimport\(\s*['"]adminjs['"]\s*\)/.test(text)) return true;
  return dependsOnAdminJs(project.filename) && (OPTIONS.test(text) || (/\bresource\s*[:,]/.test(text) && /\boptions\s*[:,]/.test(text)));
}

/**
 * What a file says about AdminJS: its resources with the cost of their lists, queries per record in hooks and bulk actions, and inputs
 * that hold whole tables.
 *
 * @param found the queries found without knowing of AdminJS. They are given back with what is known better now: loops over a
 *   hook's or handler's records are rows of a page or of a selection.
 */
function read(file: SourceFile, project: Project, { calls, orms }: FoundCalls): Partial<AdminFacts> {
  const configs = resourcesOf(file, project);
  const runs = withCalled(file, runsOf(file, configs));
  const queries = new HelperQueries(project, orms);
  const loops = loopsOf(runs, queries, project);
  const idle = new Set(loopsOf(recordHooks(file, configs, runs), queries, project).flatMap((loop) => [...loop.scopes().keys()]));
  const found = callsOf(file, loops, calls.map((call) => neverRun(call, idle)));
  const { inputs, filters } = optionFacts(file, configs, queries, project.settings);
  return {
    inputs: [...inputs, ...searches(file, configs, queries, project.settings)], filters, concerns: pageSizes(file), brokenQueries: alwaysTrue(file, configs), calls: found,
    resources: configs.filter(({ model }) => model !== undefined).map((config) => resourceOf(file.module, config, costsOf(file, config, loops, found))),
  };
}

function loopsOf(runs: readonly Run[], queries: HelperQueries, { settings }: Project): RecordLoops[] {
  const byModule = new Map<JsModule, Roles>();
  for (const { file } of runs) byModule.set(file.module, new Roles(file.module, runs));
  return runs.map((run) => new RecordLoops(run, byModule.get(run.file.module) as Roles, queries, settings));
}

/** The calls as known before, in better scopes, and those that only AdminJS explains. */
function callsOf(file: SourceFile, loops: readonly RecordLoops[], calls: readonly QueryCall[]): QueryCall[] {
  const here = loops.filter(({ run }) => run.file.path === file.path);
  const scopes = new Map<string, RowScope>(here.flatMap((loop) => [...loop.scopes()]));
  const own = here.flatMap((loop) => loop.queries());
  const writes = new Set(own.filter(({ library }) => library === about.label).map(({ span }) => file.module.lineOf(span[0])));
  const known = calls.map((call) => inScope(withoutWaits(call, writes), scopes));
  const places = new Map(known.map((call, index) => [spanKey(call), index]));
  const added = new Map<string, QueryCall>();
  const add = (call: QueryCall): void => {
    const index = places.get(spanKey(call));
    const before = index === undefined ? undefined : known[index];
    // what was known of it only as a query is known better now
    if (before !== undefined && index !== undefined) known[index] = before.evidence.scope === undefined ? { ...call, offset: before.offset } : before;
    else if (!added.has(`${spanKey(call)}:${call.operation}`)) added.set(`${spanKey(call)}:${call.operation}`, call);
  };
  own.forEach(add);
  for (const loop of loops) {
    if (loop.run.file.path !== file.path && !isFoundInItsFile(loop.run)) wiredQueries(file, loop).forEach(add);
  }
  return [...known, ...added.values()];
}

/** The call with what is said of it where its loop is one over records that are never there. */
function neverRun(call: QueryCall, idle: ReadonlySet<string>): QueryCall {
  const { scope, around } = call.evidence;
  return scope === undefined || !idle.has(headKey(scope.head)) ? call : { ...call, evidence: { ...call.evidence, around: [{ what: 'no-records' }, ...around] } };
}

/** The call without what is seen of waits for AdminJS's own writes: these are the database's. */
function withoutWaits(call: QueryCall, writes: ReadonlySet<number>): QueryCall {
  const around = call.evidence.around.filter((seen) => !(seen.what.startsWith('foreign-wait') && seen.line !== undefined && writes.has(seen.line)));
  return { ...call, evidence: { ...call.evidence, around } };
}

/** The call with the better scope that AdminJS gives its loop. */
function inScope(call: QueryCall, scopes: ReadonlyMap<string, RowScope>): QueryCall {
  const { scope } = call.evidence;
  const better = scope && scopes.get(headKey(scope.head));
  return scope === undefined || better === undefined ? call : { ...call, evidence: { ...call.evidence, scope: { ...better, table: scope.table }, runs: 'admin-page' } };
}

function spanKey({ span }: QueryCall): string {
  return headKey(span);
}

interface ListCost {
  readonly perRow: number;
  /** Queries that remain where each of them is made once for the page. */
  readonly batched: number;
}

/** What the hooks of a resource's list send, those that stand in other files included. */
function costsOf(file: SourceFile, config: ResourceConfig, loops: readonly RecordLoops[], calls: readonly QueryCall[]): ListCost {
  const hooks = loops.filter(({ run }) => run.resource === config && run.kind === 'hook' && run.action === 'list');
  const sent = hooks.flatMap((loop) => (loop.run.file.path === file.path ? calls.filter((call) => judge(call.evidence).report && isSentIn(loop.run, call)) : wiredQueries(file, loop)));
  return { perRow: statementsOf(sent), batched: sent.length };
}

function isSentIn({ fn }: Run, { evidence: { scope }, span }: QueryCall): boolean {
  return scope?.kind === 'hook' && holdsSpan(fn.body, span);
}

function resourceOf(module: JsModule, config: ResourceConfig, { perRow, batched }: ListCost): AdminResource {
  const references = referencesOf(module, config);
  const cost = listCost([
    { what: 'for the page and its count', fixed: LIST_QUERIES, perRow: 0 },
    { what: 'for references', fixed: references, perRow: 0 },
    { what: 'in hooks', fixed: 0, perRow },
  ], batched);
  return {
    name: config.name,
    model: config.model,
    span: spanOf(config.node),
    list: { pageSize: DEFAULT_PAGE_SIZE, ...cost },
  };
}

/** Reference properties, each of which is one query of the list, shown or not: to-one relations of the model and declared ones. */
function referencesOf(module: JsModule, { dataModel, options }: ResourceConfig): number {
  const names = new Set<string>();
  for (const { name, relation } of dataModel?.fields.values() ?? []) if (relation?.cardinality === 'to-one' && (relation.keys.length > 0 || dataModel?.fields.has(`${name}Id`) === false)) names.add(relation.keys[0] ?? name);
  const properties = objectValue(module, propertyOf(options, 'properties')?.value);
  for (const property of properties?.properties ?? []) {
    const config = property.type === 'Property' ? objectValue(module, property.value) : undefined;
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (config !== undefined && name !== undefined && propertyOf(config, 'reference') !== undefined) names.add(name);
  }
  return names.size;
}

export const adminjs: AdminFramework = {
  about,
  glance,
  read,
};
