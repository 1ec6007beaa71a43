import type { OrmCall } from '../queries/orm.ts';
import type { JsModule } from '../syntax/module.ts';
import { memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';

/** Steps of a query after which its rows come one by one: `Order.find().cursor()`, `db('orders').stream()`. */
const ONE_BY_ONE = /^(?:cursor|stream|iterator|pipe)$/;

/** The rows of a query come one by one, however many there are. */
export function isStreamed(module: JsModule, { node }: OrmCall): boolean {
  return stepsOf(node).some((name) => ONE_BY_ONE.test(name)) || ONE_BY_ONE.test(stepAfter(module, node) ?? '');
}

/** What is called from the beginning of a chain up to `node`, the last first. */
function stepsOf(node: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node = node; at.type === 'CallExpression';) {
    const callee: Node = unwrap(at.callee);
    if (callee.type !== 'MemberExpression') break;
    names.push(memberName(callee) ?? '');
    at = unwrap(callee.object);
  }
  return names;
}

/** What is called on what `node` gives. */
function stepAfter(module: JsModule, node: Node): string | undefined {
  const { below, at } = outside(module, node);
  const name = at?.type === 'MemberExpression' && at.object === below ? memberName(at) : undefined;
  return at !== undefined && module.parentOf(at)?.type === 'CallExpression' ? name : undefined;
}
