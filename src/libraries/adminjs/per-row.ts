import type { TSESTree } from '@typescript-eslint/utils';
import type { Observation } from '../../model/circumstance.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Operation, QueryCall } from '../../model/query-call.ts';
import { isWrite } from '../../model/query-call.ts';
import { judge } from '../../model/verdict.ts';
import type { RowScope } from '../../model/row-scope.ts';
import type { Settings } from '../../model/settings.ts';
import { contains, isSameForAll } from '../../javascript/dependence.ts';
import { isMemoised, isProbe } from '../../javascript/harmless.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import { firstOfEach, saidAt } from '../../javascript/query-calls.ts';
import { rowScopeOf } from '../../javascript/row-scopes.ts';
import { sizeOf } from '../../javascript/row-weight.ts';
import { RowTracer } from '../../javascript/rows.ts';
import { calleeText } from '../../javascript/syntax/callee.ts';
import { type Iteration, iterationsAround, namedIteration } from '../../javascript/syntax/iterations.ts';
import { callsIn, type JsModule } from '../../javascript/syntax/module.ts';
import { memberName, type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { bulkCall, DEFAULT_PAGE_SIZE, writeStatements } from './facts.ts';
import { Roles } from './roles.ts';
import { functionAt, type Run } from './runs.ts';
import type { FoundQuery, HelperQueries } from './helper-queries.ts';

const LONGEST = 40;

/** The loops over records of one hook or handler, and what they send per record. */
export class RecordLoops {
  readonly run: Run;
  private readonly roles: Roles;
  private readonly helpers: HelperQueries;
  private readonly settings: Settings;
  private readonly tracer: RowTracer;

  constructor(run: Run, roles: Roles, helpers: HelperQueries, settings: Settings) {
    this.run = run;
    this.roles = roles;
    this.helpers = helpers;
    this.settings = settings;
    this.tracer = new RowTracer(run.file.module, (call) => helpers.queryAt(run.file, call)?.orm);
  }

  /** By the heads of loops over records, the scope that they are. */
  scopes(): Map<string, RowScope> {
    const found = new Map<string, RowScope>();
    for (const call of this.calls()) {
      for (const iteration of this.iterationsOf(call)) if (this.isOverRecords(iteration)) found.set(headKey(iteration.head), this.scopeOf(iteration));
    }
    return found;
  }

  /** Queries sent per record. */
  queries(): QueryCall[] {
    return this.calls().flatMap((call) => this.queriesOf(call));
  }

  private calls(): TSESTree.CallExpression[] {
    return callsIn(this.run.file.module, this.run.fn.body);
  }

  private iterationsOf(call: TSESTree.CallExpression): Iteration[] {
    const { module } = this.run.file;
    const named = call.arguments.flatMap((argument) => (argument.type === 'Identifier' || argument.type === 'MemberExpression' ? (namedIteration(module, call, argument) ?? []) : []));
    return [...named, ...iterationsAround(module, call)];
  }

  private isOverRecords({ iterable }: Iteration): boolean {
    return iterable !== undefined && this.roles.of(iterable) === 'records';
  }

  private scopeOf({ head, iterable }: Iteration): RowScope {
    const { kind, action, file } = this.run;
    const list = listText(file.module, iterable);
    const place = action === undefined ? '' : kind === 'hook' ? ` in the \`after\` hook of \`${action}\`` : ` in bulk action \`${action}\``;
    return kind === 'hook'
      ? { kind, head, subject: `for each of ${list}${place}`, origin: 'page', rows: DEFAULT_PAGE_SIZE }
      : { kind, head, subject: `for each of ${list}${place}`, origin: 'selection', rows: undefined };
  }

  private queriesOf(call: TSESTree.CallExpression): QueryCall[] {
    const { module } = this.run.file;
    const [iteration] = iterationsAround(module, call);
    const own = iteration === undefined ? [] : this.isOverRecords(iteration) ? this.sentIn(call, iteration) : this.sentInOtherLoop(call, iteration);
    const named = call.arguments.flatMap((argument) => {
      const loop = argument.type === 'Identifier' || argument.type === 'MemberExpression' ? namedIteration(module, call, argument) : undefined;
      return loop === undefined || !this.isOverRecords(loop) ? [] : this.sentByHelper(argument, loop, argument);
    });
    return [...own, ...named];
  }

  private sentIn(call: TSESTree.CallExpression, iteration: Iteration): QueryCall[] {
    const write = this.recordWrite(call, iteration);
    if (write !== undefined) return [write];
    const query = this.helpers.queryAt(this.run.file, call);
    if (query === undefined) return this.sentByHelper(call.callee, iteration, call);
    return query.orm.locks ? [] : [this.fact(query, iteration, [spanOf(call)[0], spanOf(call.callee)[1]], call)];
  }

  /** Loops of a bulk action over what was read for the selection: only functions of other files are looked into, the rest is known. */
  private sentInOtherLoop(call: TSESTree.CallExpression, iteration: Iteration): QueryCall[] {
    const { kind, file } = this.run;
    if (kind !== 'action') return [];
    const found = rowScopeOf(file.module, this.tracer, [iteration], call);
    return found === undefined || found.rows.origin === 'unknown' || this.helpers.queryAt(file, call) !== undefined ? [] : this.sentByHelper(call.callee, iteration, call);
  }

  /** What a function of this or another file sends when it is called: one read and one write at most. */
  private sentByHelper(callee: Node, iteration: Iteration, at: Node): QueryCall[] {
    const { file } = this.run;
    const target = functionAt(file, callee);
    if (target === undefined || contains(target.fn, callee)) return [];
    const sent = this.helpers.sentBy(target);
    return firstOfEach(sent, ({ operation }) => operation).map((query) => {
      const line = query.file.module.lineOf(query.node);
      return { ...this.fact(query, iteration, spanOf(callee), at), via: { name: file.module.textOf(callee), line, path: query.file.path === file.path ? undefined : query.file.path } };
    });
  }

  private fact(query: FoundQuery, iteration: Iteration, span: QueryCall['span'], at: Node): QueryCall {
    const { callee, library, model, operation, statements, advice } = query;
    return { span, callee, library, model, operation, statements, evidence: this.evidence(operation, iteration, model, this.observe(query, iteration, at)), via: undefined, offset: undefined, advice, remedies: [] };
  }

  private observe({ orm }: FoundQuery, iteration: Iteration, at: Node): Observation[] {
    const { module } = this.run.file;
    const seen: Observation[] = [];
    if (orm.orm.batchesItself?.(orm) === true && iteration.concurrent) seen.push({ what: 'batched-by-library' });
    if (isMemoised(module, iteration, at)) seen.push({ what: 'memo' });
    if (isProbe(module, iteration, at)) seen.push({ what: 'probe' });
    return seen;
  }

  private evidence(operation: Operation, iteration: Iteration, model: string | undefined, around: readonly Observation[]): Evidence {
    const scope = { ...this.scopeOf(iteration), table: sizeOf(this.settings, model) };
    return { task: isWrite(operation) ? 'write' : 'read', scope, runs: 'admin-page', around, spares: 'statements' };
  }

  /** `record.update(…)`, `record.save()`, `resource.update(id, …)`, `resource.delete(id)`: AdminJS has no bulk form of them. */
  private recordWrite(call: TSESTree.CallExpression, iteration: Iteration): QueryCall | undefined {
    const { module } = this.run.file;
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') return undefined;
    const method = memberName(callee) ?? '';
    const isRecord = /^(?:update|save|delete)$/.test(method) && this.isRecord(callee.object, iteration);
    const isResource = /^(?:update|delete)$/.test(method) && this.roles.of(callee.object) === 'resource';
    if (!isRecord && !isResource) return undefined;
    const operation = method as Operation & ('update' | 'save' | 'delete');
    const payload = call.arguments[isRecord ? 0 : 1];
    const uniform = operation === 'delete' || (operation === 'update' && payload !== undefined && isSameForAll(module, iteration, payload));
    const { resource } = this.run;
    return {
      span: [spanOf(call)[0], spanOf(callee)[1]],
      callee: calleeText(module, callee),
      library: 'AdminJS',
      model: resource?.model,
      operation,
      statements: writeStatements(resource?.adapter, operation, iteration.concurrent),
      evidence: this.evidence(operation, iteration, resource?.model, []),
      via: undefined,
      offset: undefined,
      advice: this.writeAdvice(operation, uniform),
      remedies: [],
    };
  }

  private isRecord(node: Node, { element }: Iteration): boolean {
    const value = unwrap(node);
    if (value.type === 'MemberExpression') return value.computed && this.roles.of(value.object) === 'records';
    if (value.type !== 'Identifier' || element?.type !== 'Identifier') return false;
    return this.run.file.module.resolve(value)?.identifier === element;
  }

  private writeAdvice(operation: 'update' | 'save' | 'delete', uniform: boolean): string {
    const { resource } = this.run;
    const call = bulkCall(resource?.adapter, resource?.model, resource === undefined ? 'id' : resource.key, operation);
    const ids = '`const ids = records.map((record) => record.id())`';
    const model = resource?.model === undefined ? 'the model' : `\`${resource.model}\``;
    if (!uniform) return `AdminJS has no bulk write: change ${model} itself, with the ORM's batch write or in one transaction, for the ids in ${ids}.`;
    return call === undefined ? `AdminJS has no bulk write: use the ORM's own on ${model} itself, with ${ids}.` : `AdminJS has no bulk write: use the model's own, \`${call}\` with ${ids}.`;
  }
}

/** The list as the code names it, without what stands in for a missing one. */
function listText(module: JsModule, iterable: Node | undefined): string {
  const value = unwrap(iterable);
  const list = value?.type === 'LogicalExpression' ? value.left : value;
  const text = list === undefined ? '' : module.textOf(list).replaceAll('?.', '.').trim();
  return text === '' || text.length > LONGEST || text.includes('\n') ? 'the records' : `\`${text}\``;
}

/** What identifies a loop within its file. */
export function headKey([start, end]: RowScope['head']): string {
  return `${String(start)}:${String(end)}`;
}

/** The queries per record of hooks that stand in another file, to report where the linted file wires them: one read and one write each. */
export function wiredQueries(linted: SourceFile, loops: RecordLoops): QueryCall[] {
  const { run } = loops;
  return saidAt(linted.module, run.wiring, run.file, loops.queries().filter(({ evidence }) => judge(evidence).report));
}
