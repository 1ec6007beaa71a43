import type { Compare, ExprNode, PythonNode } from '../nodes.ts';
import type { PyModule } from './module.ts';

/** True where nothing but the truth of `node` is asked for: a condition, `not`, an operand of `and` or `or` in a condition, `bool(…)`. */
export function isTested(module: PyModule, node: PythonNode): boolean {
  for (let below = node, at = module.parent(node); at !== undefined; below = at, at = module.parent(at)) {
    switch (at.nodeType) {
      case 'BoolOp':
        continue;
      case 'If':
      case 'IfExp':
      case 'While':
      case 'Assert':
        return at.test === below;
      case 'UnaryOp':
        return at.op.nodeType === 'Not';
      case 'Comprehension':
        return at.ifs.includes(below as ExprNode);
      case 'Call':
        return at.func.nodeType === 'Name' && at.func.id === 'bool' && at.args[0] === below;
      default:
        return false;
    }
  }
  return false;
}

/** What a comparison with a constant says of whether there are any, as it stands with the number on its left. */
const MEANINGS: Readonly<Record<string, boolean>> = { 'Gt 0': true, 'GtE 1': true, 'NotEq 0': true, 'Eq 0': false, 'Lt 1': false, 'LtE 0': false };

const TURNED: Readonly<Record<string, string>> = { Gt: 'Lt', Lt: 'Gt', GtE: 'LtE', LtE: 'GtE' };

/** A question whether a number is 0: the expression that asks it, and whether it is true where there are any. */
export interface AnyTest {
  readonly node: ExprNode;
  readonly isAny: boolean;
}

/** How the code around `number` asks whether it is 0, where that is all that it asks: `len(rows) > 0`, `0 == rows.count()`, `if rows.count():`. */
export function anyTestOf(module: PyModule, number: ExprNode): AnyTest | undefined {
  if (isTested(module, number)) return { node: number, isAny: true };
  const parent = module.parent(number);
  const isAny = parent?.nodeType === 'Compare' ? meaningOf(parent, number) : undefined;
  return isAny === undefined ? undefined : { node: parent as Compare, isAny };
}

function meaningOf({ left, ops, comparators }: Compare, number: ExprNode): boolean | undefined {
  const [op] = ops;
  const [right] = comparators;
  if (op === undefined || right === undefined || ops.length !== 1) return undefined;
  const constant = left === number ? right : left;
  if (constant.nodeType !== 'Constant' || typeof constant.value !== 'number') return undefined;
  return MEANINGS[`${left === number ? op.nodeType : (TURNED[op.nodeType] ?? op.nodeType)} ${String(constant.value)}`];
}
