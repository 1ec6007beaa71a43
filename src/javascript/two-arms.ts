import type { QueryCall } from '../model/query-call.ts';
import { judge } from '../model/verdict.ts';
import { contains } from './dependence.ts';
import type { JsModule } from './syntax/module.ts';
import type { Node } from './syntax/nodes.ts';

/** A fact about a query and where that stands, or the call of what sends it. */
export interface PlacedCall {
  readonly call: QueryCall;
  readonly node: Node;
}

/**
 * The queries of a file without those in the second of two arms of which each round takes one, where the first asks the same of the same rows: what is done for one is done
 * for both.
 */
export function withoutSecondArms(module: JsModule, placed: readonly PlacedCall[]): QueryCall[] {
  const told = new Map<string, PlacedCall[]>();
  const dropped = new Set<PlacedCall>();
  const lines = new Map<PlacedCall, number>();
  for (const one of placed) {
    const { scope } = one.call.evidence;
    if (scope === undefined || one.call.model === undefined || !judge(one.call.evidence).report) continue;
    const key = [scope.head.join('-'), one.call.library, one.call.model, one.call.operation].join(' ');
    const alike = told.get(key) ?? [];
    told.set(key, alike);
    const first = alike.find((other) => areArms(module, other.node, one.node));
    if (first === undefined) alike.push(one);
    else {
      dropped.add(one);
      lines.set(first, module.lineOf(one.node));
    }
  }
  return placed.filter((one) => !dropped.has(one)).map((one) => {
    const line = lines.get(one);
    return line === undefined ? one.call : { ...one.call, advice: `${one.call.advice} The other arm (line ${String(line)}) does likewise.` };
  });
}

/** One stands in what is done where a condition holds, the other in what is done where it doesn't. */
function areArms(module: JsModule, one: Node, other: Node): boolean {
  for (let at = module.parentOf(one); at !== undefined; at = module.parentOf(at)) {
    if (!contains(at, other)) continue;
    if (at.type !== 'ConditionalExpression' && at.type !== 'IfStatement') return false;
    const { consequent, alternate } = at;
    return alternate !== null && ((contains(consequent, one) && contains(alternate, other)) || (contains(alternate, one) && contains(consequent, other)));
  }
  return false;
}
