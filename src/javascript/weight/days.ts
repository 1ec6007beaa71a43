import type { TSESTree } from '@typescript-eslint/utils';
import { FEW_DAYS } from '../../model/row-scope.ts';
import type { Filter } from '../queries/conditions.ts';
import type { JsModule } from '../syntax/module.ts';
import { memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { constantInit, numberValue, stringValue } from '../syntax/values.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds from now on within which few rows fall. */
const NEAR = FEW_DAYS * DAY;

/** Names and calls that are followed into one another. */
const DEPTH = 8;

/**
 * True where conditions leave what falls into the hours or days around now: two bounds of one column, both near (`{ endsAt: { gte: yesterday, lt: new Date() } }`,
 * `Between(subDays(now, 1), now)`). One bound alone leaves all that is older, or newer.
 */
export function isOfDays(module: JsModule, filter: Filter): boolean {
  const bounds = new Map<string, number>();
  for (const one of filter) {
    if ('any' in one || one.operator !== 'range' || one.value === undefined) continue;
    const column = one.path.join('.');
    bounds.set(column, (bounds.get(column) ?? 0) + nearIn(module, one.value));
  }
  return [...bounds.values()].some((count) => count > 1);
}

/** How many near moments a bound is, or a list or call of two bounds holds. */
function nearIn(module: JsModule, bound: Node): number {
  if (isNear(module, bound)) return 1;
  const value = unwrap(bound);
  const both = value.type === 'ArrayExpression' ? value.elements : value.type === 'CallExpression' ? value.arguments.slice(-2) : [];
  return both.length === 2 && both.every((one) => one !== null && isNear(module, one)) ? 2 : 0;
}

function isNear(module: JsModule, node: Node): boolean {
  const away = awayFromNow(module, node, DEPTH);
  return away !== undefined && away <= NEAR;
}

/** Moments that a call without arguments gives. */
const NOW = /^(?:Date\.now|(?:dayjs|moment)(?:\.utc)?|DateTime\.(?:now|local|utc)|now)$/;

/** Calls that give the same moment in another form. */
const SAME: ReadonlySet<string> = new Set(['Date', 'dayjs', 'moment', 'toDate', 'toISOString', 'toJSDate', 'getTime', 'valueOf', 'toISO', 'utc', 'clone', 'format', 'local']);

/** Functions of date-fns that give another moment of the same day, and of this one. */
const SAME_DAY: ReadonlySet<string> = new Set(['startOfDay', 'endOfDay', 'startOfHour', 'endOfHour']);
const TODAY: ReadonlySet<string> = new Set(['startOfToday', 'endOfToday']);

/** Methods that go some time on or back. */
const STEPS: ReadonlySet<string> = new Set(['subtract', 'add', 'minus', 'plus']);

/** Functions of date-fns, and words of others, for a time that goes by. */
const UNITS: Readonly<Record<string, number>> = { Minutes: HOUR / 60, Hours: HOUR, Days: DAY, minute: HOUR / 60, minutes: HOUR / 60, m: HOUR / 60, hour: HOUR, hours: HOUR, h: HOUR, day: DAY, days: DAY, d: DAY };

/** Milliseconds at most by which a moment lies before or behind now; undefined where the code doesn't say it. */
function awayFromNow(module: JsModule, node: Node, depth: number): number | undefined {
  const value = unwrap(node);
  if (depth === 0) return undefined;
  if (value.type === 'BinaryExpression' && (value.operator === '-' || value.operator === '+')) return sum(awayFromNow(module, value.left, depth - 1), lengthOf(module, value.right));
  if (value.type === 'Identifier') {
    const init = constantInit(module, value);
    return init === undefined ? undefined : sum(awayFromNow(module, init, depth - 1), movedBy(module, value));
  }
  if (value.type !== 'CallExpression' && value.type !== 'NewExpression') return undefined;
  const made = madeFrom(module, value);
  return typeof made === 'object' ? sum(awayFromNow(module, made.from, depth - 1), made.by) : made;
}

/** What a call makes a moment of: of another one that is so far away, or, where it is given none, of now. */
function madeFrom(module: JsModule, { type, callee, arguments: [first, second] }: TSESTree.CallExpression | TSESTree.NewExpression): number | { readonly from: Node; readonly by: number | undefined } | undefined {
  const owner = callee.type === 'MemberExpression' ? callee.object : undefined;
  const name = callee.type === 'MemberExpression' ? memberName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
  if (name === undefined) return undefined;
  if (first === undefined) {
    if (TODAY.has(name)) return DAY;
    if (type === 'NewExpression' ? name === 'Date' : NOW.test(module.textOf(callee))) return 0;
  }
  const unit = /^(?:sub|add)(Minutes|Hours|Days)$/.exec(name)?.[1];
  if (unit !== undefined && first !== undefined && second !== undefined) return { from: first, by: times(numberValue(module, second), UNITS[unit]) };
  if (owner !== undefined && STEPS.has(name)) return { from: owner, by: spanIn(module, first, second) };
  if (owner !== undefined && (name === 'startOf' || name === 'endOf')) return { from: owner, by: stringValue(module, first) === 'day' ? DAY : undefined };
  const isSameDay = SAME_DAY.has(name);
  const from = isSameDay || name === 'utc' ? (first ?? owner) : (owner ?? first);
  return from !== undefined && (isSameDay || SAME.has(name)) ? { from, by: isSameDay ? DAY : 0 } : undefined;
}

/** `(1, 'day')`, `({ days: 1 })` */
function spanIn(module: JsModule, amount: Node | undefined, unit: Node | undefined): number | undefined {
  const given = amount === undefined ? undefined : unwrap(amount);
  if (given?.type !== 'ObjectExpression') return times(numberValue(module, amount), UNITS[stringValue(module, unit) ?? '']);
  const parts = given.properties.map((property) => (property.type === 'Property' && property.key.type === 'Identifier' ? times(numberValue(module, property.value), UNITS[property.key.name]) : undefined));
  return parts.reduce<number | undefined>((before, part) => sum(before, part), 0);
}

/** `24 * 60 * 60 * 1000`, by numbers and the names of numbers. */
function lengthOf(module: JsModule, node: Node, depth = DEPTH): number | undefined {
  const value = unwrap(node);
  if (value.type === 'BinaryExpression' && value.operator === '*' && depth > 0) return times(lengthOf(module, value.left, depth - 1), lengthOf(module, value.right, depth - 1));
  const init = value.type === 'Identifier' && depth > 0 ? constantInit(module, value) : undefined;
  return init === undefined ? numberValue(module, value) : lengthOf(module, init, depth - 1);
}

/** By how much `setDate`, `setHours` and the like move the moment under a name; undefined where that isn't said. */
function movedBy(module: JsModule, name: TSESTree.Identifier): number | undefined {
  const binding = module.resolve(name);
  let moved: number | undefined = 0;
  for (const use of binding === undefined ? [] : module.referencesTo(binding)) {
    const member = module.parentOf(use);
    const method = member?.type === 'MemberExpression' && member.object === use ? memberName(member) : undefined;
    const call = member === undefined ? undefined : module.parentOf(member);
    if (method?.startsWith('set') !== true || call?.type !== 'CallExpression' || call.callee !== member) continue;
    moved = sum(moved, stepOf(module, method, call.arguments[0]));
  }
  return moved;
}

/** `day.setDate(day.getDate() - 1)`, `day.setHours(0, 0, 0, 0)` */
function stepOf(module: JsModule, method: string, to: Node | undefined): number | undefined {
  const unit = /^set(?:UTC)?(Date|Hours|Minutes|Seconds|Milliseconds)$/.exec(method)?.[1];
  if (unit === undefined || to === undefined) return undefined;
  const step = to.type === 'BinaryExpression' && (to.operator === '-' || to.operator === '+') ? to.right : undefined;
  if (step !== undefined) return times(numberValue(module, step), unit === 'Date' ? DAY : unit === 'Hours' ? HOUR : HOUR / 60);
  return unit === 'Date' ? undefined : DAY;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + Math.abs(b);
}

function times(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b;
}
