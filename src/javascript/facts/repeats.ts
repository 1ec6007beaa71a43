import { isWrite, type QueryCall } from '../../model/query-call.ts';
import { judge } from '../../model/verdict.ts';
import { contains } from '../syntax/dependence.ts';
import type { JsModule } from '../syntax/module.ts';
import type { Node } from '../syntax/nodes.ts';

/** A fact about a query and where that stands, or the call of what sends it. */
export interface PlacedCall {
  readonly call: QueryCall;
  readonly node: Node;
}

/**
 * The queries of a file, of which those are one finding that one remedy mends: in two arms of which each round takes one, the second is left out where the first asks the
 * same of the same rows; a read that a round has made before in the same words is said to be that.
 */
export function withoutRepeats(module: JsModule, placed: readonly PlacedCall[]): QueryCall[] {
  const told = new Map<string, PlacedCall[]>();
  const dropped = new Set<PlacedCall>();
  const lines = new Map<PlacedCall, number>();
  const before = new Map<PlacedCall, number>();
  for (const one of placed) {
    const { scope } = one.call.evidence;
    if (scope === undefined || one.call.model === undefined || !judge(one.call.evidence).report) continue;
    const key = [scope.head.join('-'), one.call.library, one.call.model, one.call.operation].join(' ');
    const alike = told.get(key) ?? [];
    told.set(key, alike);
    const first = alike.find((other) => areArms(module, other.node, one.node));
    const same = isWrite(one.call.operation) ? undefined : alike.find((other) => module.textOf(other.node) === module.textOf(one.node));
    if (same !== undefined) before.set(one, module.lineOf(same.node));
    else if (first === undefined) alike.push(one);
    else {
      dropped.add(one);
      lines.set(first, module.lineOf(one.node));
    }
  }
  return placed.filter((one) => !dropped.has(one)).map((one) => {
    const { call } = one;
    const [line, same] = [lines.get(one), before.get(one)];
    if (same !== undefined) return { ...call, evidence: { ...call.evidence, around: [...call.evidence.around, { what: 'same-rows-above', line: same }] } };
    return line === undefined ? call : { ...call, advice: `${call.advice} The other arm (line ${String(line)}) does likewise.` };
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
