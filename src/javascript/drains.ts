import { isWrite } from '../model/query-call.ts';
import type { OrmCall } from './orm.ts';
import type { FoundScope } from './row-scopes.ts';
import { type JsModule, memberOf } from './syntax/module.ts';
import { type ClassNode, decoratorsOf, keyName, memberName, type Node, propertyOf, some } from './syntax/nodes.ts';

/** `@Cron(CronExpression.EVERY_MINUTE)`, `@Cron('0 * * * * *')`, `@Interval(30_000)`: a minute between two runs at most. */
const EVERY_MINUTE = /\bEVERY_(?:MINUTE|SECOND|\d+_SECONDS)\b|['"`](?:\S+ )?\*(?:\/1)? \* \* \* \*['"`]|\bInterval\(\s*(?:['"`][^'"`]*['"`]\s*,\s*)?[1-6]?\d(?:_000|000)\s*\)/;

/**
 * The decorator by which a write runs at least every minute, where it sets the very columns by which its rows are found: each run finds
 * what has come since the last one, whatever the table holds.
 */
export function drainedEachMinute(module: JsModule, { rows }: FoundScope, call: OrmCall): Node | undefined {
  const { data, operation } = call;
  const filter = rows.call === undefined ? [] : rows.call.orm.filterOf(rows.call);
  if (!isWrite(operation) || operation === 'delete' || !rows.exact || rows.call?.model !== call.model || filter === undefined || data?.type !== 'ObjectExpression') return undefined;
  const isSet = filter.some((one) => !('any' in one) && propertyOf(data, one.path[0] ?? '') !== undefined);
  return isSet ? everyMinute(module, call.node) : undefined;
}

function everyMinute(module: JsModule, node: Node): Node | undefined {
  const owner = module.thisClass(node);
  const around = owner?.body.body.find((member) => member.type === 'MethodDefinition' && some(member.value.body, (inner) => inner === node));
  const name = around?.type === 'MethodDefinition' ? keyName(around) : undefined;
  if (owner === undefined || name === undefined) return undefined;
  return decoratorOf(module, owner, name) ?? callersOf(owner, name).map((caller) => decoratorOf(module, owner, caller)).find((decorator) => decorator !== undefined);
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
