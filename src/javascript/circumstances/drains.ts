import type { Callers } from '../project/callers.ts';
import { rowPath } from '../syntax/dependence.ts';
import type { SourceFile } from '../project/modules.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import { type JsModule, memberOf } from '../syntax/module.ts';
import { type ClassNode, decoratorsOf, keyName, memberName, type Node, propertyOf, some, unwrap } from '../syntax/nodes.ts';
import { objectValue } from '../syntax/values.ts';
import { unitAround } from '../project/units.ts';

/** A schedule that leaves a minute between two runs at most. */
const SCHEDULE = /['"`](?:\S+ )?\*(?:\/1)? \* \* \* \*['"`]/;

/** `@Cron(CronExpression.EVERY_MINUTE)`, `@Cron('0 * * * * *')`, `@Interval(30_000)`. */
const EVERY_MINUTE = new RegExp(String.raw`\bEVERY_(?:MINUTE|SECOND|\d+_SECONDS)\b|${SCHEDULE.source}|\bInterval\(\s*(?:['"${'`'}][^'"${'`'}]*['"${'`'}]\s*,\s*)?[1-6]?\d(?:_000|000)\s*\)`);

/** Callers of callers of … that are looked at for a schedule. */
const MOST_HOPS = 3;

/** A file with its queries, and who calls its code, where that is to be looked at. */
export interface Draining extends SourceFile {
  readonly queries: readonly OrmCall[];
  readonly callers?: Callers | undefined;
}

/**
 * What has a write run at least every minute, where it deletes its rows or sets the very columns by which they are found: each run finds what has come since the last
 * one, whatever the table holds.
 */
export function drainedEachMinute(around: Draining, { rows }: FoundScope, write: OrmCall): Node | boolean | undefined {
  return rows.exact && rows.call !== undefined && takesOut(rows.call, write, around.module) ? everyMinute(around, write.node) : undefined;
}

/** The same for rows that the round hands to a function which deletes them, wherever they were read. */
export function deletesEachMinute(around: Draining, { iteration }: FoundScope, { operation }: OrmCall, at: Node): Node | boolean | undefined {
  const isRowGiven = at.type === 'CallExpression' && at.arguments.some((argument) => rowPath(around.module, iteration, argument)?.length === 0);
  return operation === 'delete' && isRowGiven ? everyMinute(around, at) : undefined;
}

/** The same for a read that is walked batch by batch: any write of its file may be the one that takes the rows out. */
export function walkedEachMinute(around: Draining, read: OrmCall): Node | boolean | undefined {
  return around.queries.some((write) => takesOut(read, write, around.module)) ? everyMinute(around, read.node) : undefined;
}

/**
 * True where a write sets columns by which a read finds its rows, so that these are no longer found.
 *
 * @param module the file of the write
 */
export function setsFilter(read: OrmCall, { model, operation, data }: OrmCall, module: JsModule): boolean {
  if (read.model === undefined || read.model !== model || (operation !== 'update' && operation !== 'upsert')) return false;
  const stored = objectValue(module, data);
  return stored !== undefined && (read.orm.filterOf(read) ?? []).some((one) => !('any' in one) && propertyOf(stored, one.path[0] ?? '') !== undefined);
}

/** True where what a write leaves of the rows that a read finds is no longer found. */
function takesOut(read: OrmCall, write: OrmCall, module: JsModule): boolean {
  if (write.operation !== 'delete') return setsFilter(read, write, module);
  return read.model !== undefined && read.model === write.model;
}

/** What says that `node` runs every minute, itself or through those that call it; only that it is so where that stands in another file. */
function everyMinute(around: Draining, node: Node): Node | boolean | undefined {
  return scheduleAround(around, node) ?? (isCalledEachMinute(around.callers, around, node, MOST_HOPS) || undefined);
}

function isCalledEachMinute(callers: Callers | undefined, file: SourceFile, node: Node, hops: number): boolean {
  const unit = callers === undefined || hops === 0 ? undefined : unitAround(file, node);
  const [first, ...others] = unit === undefined ? [] : (callers?.usesOf(unit) ?? []);
  return first !== undefined && others.length === 0 && (scheduleAround(first.file, first.node) !== undefined || isCalledEachMinute(callers, first.file, first.node, hops - 1));
}

/** A decorator, what registers the function with a schedule, or a schedule that the class itself names. */
function scheduleAround({ module }: SourceFile, node: Node): Node | undefined {
  for (let at = module.parentOf(node); at !== undefined; at = module.parentOf(at)) {
    if (at.type === 'CallExpression' && at.arguments.some((argument) => unwrap(argument).type === 'Literal' && SCHEDULE.test(module.textOf(argument)))) return at;
  }
  const owner = module.thisClass(node);
  const around = owner?.body.body.find((member) => member.type === 'MethodDefinition' && some(member.value.body, (inner) => inner === node));
  const name = around?.type === 'MethodDefinition' ? keyName(around) : undefined;
  if (owner === undefined || name === undefined) return undefined;
  const decorator = decoratorOf(module, owner, name) ?? callersOf(owner, name).map((caller) => decoratorOf(module, owner, caller)).find((found) => found !== undefined);
  return decorator ?? owner.body.body.find((member) => 'key' in member && /cron|schedule/i.test(keyName(member) ?? '') && SCHEDULE.test(module.textOf(member)));
}

function decoratorOf(module: JsModule, owner: ClassNode, name: string): Node | undefined {
  const member = memberOf(owner, name);
  return member === undefined ? undefined : decoratorsOf(member).find((decorator) => EVERY_MINUTE.test(module.textOf(decorator)));
}

/** Methods of the class that call `this.name()`. */
function callersOf(owner: ClassNode, name: string): string[] {
  return owner.body.body.flatMap((member) => {
    const isCaller = member.type === 'MethodDefinition' && some(member.value.body, (node) => node.type === 'MemberExpression' && node.object.type === 'ThisExpression' && memberName(node) === name);
    return isCaller ? (keyName(member) ?? []) : [];
  });
}
