import type { LoadedRelation, RowLoop, Together } from '../../javascript/queries/orm.ts';
import type { Edit } from '../../model/text.ts';
import { contains } from '../../javascript/syntax/dependence.ts';
import { storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, isFunction, unwrap } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import type { Step } from '../../javascript/syntax/callee.ts';
import type { LucidCall } from './call.ts';

/** True where `preload` names the whole path: `.preload('items', (query) => query.preload('product'))`. */
export function preloads(module: JsModule, calls: readonly Step[], [first, ...deeper]: readonly string[]): boolean {
  if (first === undefined) return true;
  return calls.some(({ name, call }) => {
    if (!/^(?:preload|preloadOnce|load|loadOnce)$/.test(name) || stringValue(module, call.arguments[0]) !== first) return false;
    if (deeper.length === 0) return true;
    const callback = unwrap(call.arguments[1]);
    return isFunction(callback) && preloads(module, module.calls.flatMap((one) => (contains(callback, one) ? [{ name: calledName(one), call: one }] : [])), deeper);
  });
}

/**
 * `Order.query().preload('customer')`, behind what begins the query; what is loaded with conditions takes a callback, and more knowledge. Rows of `pojo()` get no
 * relations (22.4).
 */
export function preloadEdit({ steps }: LucidCall, relations: readonly LoadedRelation[]): Edit | undefined {
  const begun = steps.find(({ name }) => name === 'query')?.call;
  const isPlain = relations.every(({ query }) => query?.rest.length === 0 && (query.call as LucidCall).steps.every(({ name }) => /^(?:related|query|first|find|findBy|(?:and)?[wW]here|exec)$/.test(name)));
  if (begun === undefined || !isPlain || steps.some(({ name }) => name === 'pojo')) return undefined;
  const [, end] = begun.range;
  return { span: [end, end], text: relations.map(({ name }) => `.preload('${name}')`).join('') };
}

/** `Order.query().whereIn('id', …).update(…)`, `.delete()`: the builder runs no hooks for one row either (22.4). */
export function lucidTogether(module: JsModule, call: LucidCall, loop: RowLoop): Together | undefined {
  const { steps, client, data } = call;
  const names = steps.map(({ name }) => name).join(' ');
  const isUpdate = names.endsWith(" where update");
  if (loop.dependsOnRow(client) || !/^(?:query|from|query from) where (?:update|delete)$/.test(names) || steps.some(({ isSure, call: { range } }) => !isSure || range[0] < call.node.range[0])) return undefined;
  const where = steps.at(-2);
  const begun = steps.at(-3);
  const [column, second, third] = where?.call.arguments ?? [];
  const value = third ?? second;
  const [condition] = call.orm.filterOf(call) ?? [];
  if (begun === undefined || column === undefined || value === undefined || condition === undefined || 'any' in condition || condition.operator !== 'equals' || unwrap(column).type !== 'Literal') return undefined;
  if (!loop.dependsOnRow(value) || loop.mayBeNull(value) || (isUpdate && !storesSame(data, loop))) return undefined;
  return {
    title: isUpdate ? 'Update all rows with one `update`' : 'Delete all rows with one `delete`',
    expression: `${module.textOf(begun.call)}.whereIn(${module.textOf(column)}, ${loop.mapped(value)}).${isUpdate && data !== undefined ? `update(${module.textOf(data)})` : 'delete()'}`,
    changes: `all rows are ${isUpdate ? 'updated' : 'deleted'} or none; cut long lists into chunks`, edits: [],
  };
}
