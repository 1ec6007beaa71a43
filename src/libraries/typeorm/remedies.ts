import type { Edit } from '../../model/text.ts';
import { addImport, setOption } from '../../javascript/syntax/edits.ts';
import { changedTogether, storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { carriedOptions } from '../../javascript/advice/carried-options.ts';
import type { LoadedRelation, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';

/** Makes `find` and its kin load relations with `relations: { name: true }`. With `withDeleted`, that would bring deleted rows of the relation too. */
export function typeormLoad(module: JsModule, source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
  if (!/^(?:find|findAndCount)$/.test(source.method) || ['select', 'withDeleted'].some((option) => propertyOf(source.options, option) !== undefined)) return undefined;
  if (relations.some(({ query }) => query !== undefined && (query.rest.length > 0 || carriedOptions(module, query, []) !== 'true'))) return undefined;
  const index = source.options === undefined ? entityArguments(module, source) : source.node.arguments.findIndex((argument) => unwrap(argument) === source.options);
  return index < 0 ? undefined : setOption(module, source.node, index, 'relations', relations.map(({ name }) => ({ name, value: 'true' })));
}

/** A manager's methods name the entity first. */
function entityArguments(module: JsModule, { node, model }: OrmCall): number {
  const [first] = node.arguments;
  return first !== undefined && module.textOf(first) === model ? 1 : 0;
}

/** True where `relations` (object or list form) names the whole path. */
export function typeormLoads({ options, node }: OrmCall, path: readonly string[]): boolean {
  const relations = unwrap(propertyOf(options, 'relations')?.value);
  if (relations?.type === 'ArrayExpression') return relations.elements.some((element) => element?.type === 'Literal' && element.value === path.join('.'));
  let at: Node | undefined = relations;
  for (const step of path) {
    if (at?.type !== 'ObjectExpression') return isJoined(node, path);
    const entry: Node | undefined = propertyOf(at, step)?.value;
    if (entry === undefined || (entry.type === 'Literal' && entry.value === false)) return false;
    at = unwrap(entry);
  }
  return relations !== undefined || isJoined(node, path);
}

/** `.leftJoinAndSelect('post.author', 'author')` in the chain of a builder. */
function isJoined(node: Node, path: readonly string[]): boolean {
  for (let at: Node = node; at.type === 'CallExpression' && at.callee.type === 'MemberExpression'; at = unwrap(at.callee.object)) {
    const [first] = at.arguments;
    if (/JoinAndSelect$|JoinAndMap/.test(memberName(at.callee) ?? '') && first?.type === 'Literal' && String(first.value).endsWith(`.${path.at(-1) ?? ''}`)) return true;
  }
  return false;
}

/** `update({ id: In(ids) }, values)`, `delete({ id: In(ids) })`, `insert([...])`, `save([...])`. */
export function typeormTogether(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { method, data, client } = call;
  if (loop.dependsOnRow(client)) return undefined;
  if (method === 'update' || method === 'delete' || method === 'softDelete') return byIds(module, call, loop);
  const argument = call.node.arguments.at(-1);
  if (data === undefined || argument === undefined || unwrap(argument) !== data || call.many || !loop.dependsOnRow(data)) return undefined;
  if (method === 'insert' && data.type === 'ObjectExpression') {
    return { title: 'Insert all rows with one `insert`', expression: callText(module, call, loop.mapped(data)), changes: 'all rows are inserted or none; cut long lists into chunks', edits: [] };
  }
  if (method !== 'save' && method !== 'remove' && method !== 'softRemove') return undefined;
  return { title: `Hand all rows to one \`${method}\``, expression: callText(module, call, loop.mapped(data)), changes: 'one transaction for all rows: either all are written or none', edits: [] };
}

/** The call with another last argument. */
function callText(module: JsModule, { node }: OrmCall, last: string): string {
  const before = node.arguments.slice(0, -1).map((argument) => `${module.textOf(argument)}, `).join('');
  return `${module.textOf(node.callee)}(${before}${last})`;
}

function byIds(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { where, data, method } = call;
  const key = keyOf(module, call, where, loop);
  if (key === undefined || (method === 'update' && !storesSame(data, loop))) return undefined;
  const imported = addImport(module, 'typeorm', 'In');
  if (imported === undefined) return undefined;
  const entity = entityArguments(module, call) === 1 ? `${call.model ?? ''}, ` : '';
  const rest = data === undefined ? '' : `, ${module.textOf(data)}`;
  return {
    title: method === 'update' ? 'Update all rows with one `update`' : `Delete all rows with one \`${method}\``,
    expression: `${module.textOf(call.node.callee)}(${entity}{ ${key.name}: ${imported.local}(${loop.mapped(key.value)}) }${rest})`,
    changes: `${changedTogether(method === 'update')}, subscribers are told once instead of once per row; cut long lists into chunks`,
    edits: imported.edits,
  };
}

/** The column and the row's value that the criteria compare: `{ id: row.id }`, or `row.id` alone, which means the primary key. */
function keyOf(module: JsModule, call: OrmCall, where: Node | undefined, loop: RowLoop): { name: string; value: Node } | undefined {
  if (where?.type === 'ObjectExpression') {
    const [property, ...others] = where.properties;
    const name = property?.type === 'Property' ? keyName(property) : undefined;
    if (property?.type !== 'Property' || name === undefined || others.length > 0) return undefined;
    const value = unwrap(property.value);
    return value.type === 'ObjectExpression' || value.type === 'CallExpression' || !loop.dependsOnRow(value) ? undefined : { name, value: property.value };
  }
  // Criteria that are a bare value mean the primary key, which is called `id` where the row's property is.
  return where?.type === 'MemberExpression' && memberName(where) === 'id' && loop.dependsOnRow(where) ? { name: 'id', value: where } : undefined;
}
