import { storesSame } from '../../javascript/advice/together.ts';
import type { DataModel, Model } from '../../model/data-model.ts';
import type { Edit } from '../../model/text.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { keyName, type Node, propertyOf, some, unwrap } from '../../javascript/syntax/nodes.ts';
import { isNeverNull } from '../../javascript/queries/data-path.ts';
import { carriedOptions } from '../../javascript/advice/carried-options.ts';
import type { LoadedRelation, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { entriesOf, namesRelation } from './included.ts';
import { includeText, targetOf } from './words.ts';

/** True where `include` names the whole path: as text, by `association` or by `as`. */
export function includes({ options }: OrmCall, path: readonly string[]): boolean {
  let at: Node | undefined = propertyOf(options, 'include')?.value;
  for (const step of path) {
    const entry: Node | undefined = entriesOf(at).map((one) => unwrap(one)).find((one) => namesRelation(one, step));
    if (entry === undefined) return false;
    at = propertyOf(entry, 'include')?.value;
  }
  return path.length > 0;
}

/** Options of an entry by which it has a statement of its own, or says which rows are meant. */
const NOT_JOINED = ['separate', 'limit', 'where', 'on'];

/** The relations that `include` joins, each by its path from the rows of `model`. */
export function joinedBy({ models }: DataModel, model: Model | undefined, options: Node | undefined): readonly (readonly string[])[] {
  if (model === undefined || propertyOf(options, 'group') !== undefined) return [];
  return entriesOf(propertyOf(options, 'include')?.value).flatMap((given) => {
    const entry = unwrap(given);
    const relation = [...model.fields.values()].find(({ name, relation }) => relation !== undefined && namesRelation(entry, name));
    if (relation?.relation === undefined || NOT_JOINED.some((option) => propertyOf(entry, option) !== undefined)) return [];
    return [[relation.name], ...joinedBy({ models }, models.get(relation.relation.target), entry).map((path) => [relation.name, ...path])];
  });
}

/**
 * Options beside which no include can be written without knowing more. `FOR UPDATE` is refused for an outer join by PostgreSQL; without a
 * subquery a limit counts the joined rows.
 */
const NO_INCLUDE = ['include', 'attributes', 'raw', 'group', 'lock', 'subQuery'];

/** Options of `create` that `bulkCreate` takes as well (6.37); `include` is more than one insert. */
const OF_BULK_CREATE = /^(?:transaction|fields|hooks|logging|benchmark|returning|searchPath|validate|ignoreDuplicates)$/;

/** SQL of the code's own: its columns name no table, and a join makes them ambiguous. */
const OWN_SQL = /^(?:literal|col|json)$/;

/** Adds `include: ['customer']` to `findAll` and its kin, where there is none and no list of columns that the include would not fit. */
export function includeEdit(module: JsModule, source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
  const { node, options, method } = source;
  if (!/^(?:findAll|findOne)$/.test(method) || NO_INCLUDE.some((option) => propertyOf(options, option) !== undefined)) return undefined;
  if (some(options, (part) => part.type === 'SpreadElement' || (part.type === 'CallExpression' && OWN_SQL.test(chainOf(part.callee).names.at(-1) ?? module.textOf(part.callee))))) return undefined;
  // An include runs none of the hooks that a read of its own runs.
  if (relations.some(({ name }) => targetOf(source, [], name)?.hooked === true)) return undefined;
  if (relations.some(({ query }) => query !== undefined && (query.rest.length > 0 || carriedOptions(module, query, []) !== 'true'))) return undefined;
  const text = `include: [${relations.map(({ name }) => includeText(source, [], name, undefined)).join(', ')}]`;
  const [argument, ...more] = node.arguments;
  if (more.length > 0) return undefined;
  if (argument === undefined) {
    const end = node.range[1] - 1;
    return { span: [end, end], text: `{ ${text} }` };
  }
  return options !== undefined && unwrap(argument) === options ? appendProperty(module, options, text) : undefined;
}

/** `update(values, { where: { id: ids } })`, `destroy({ where: { id: ids } })`, `bulkCreate([...])`. */
export function sequelizeTogether(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { method, data, client, node } = call;
  if (client === data || call.ofRow === true || loop.dependsOnRow(client)) return undefined;
  const callee = module.textOf(node.callee);
  const model = callee.slice(0, callee.lastIndexOf('.'));
  if (method === 'create') {
    const [first, options, ...more] = node.arguments;
    if (first === undefined || more.length > 0 || data?.type !== 'ObjectExpression' || !loop.dependsOnRow(data) || (options !== undefined && !loop.isSameForAll(options))) return undefined;
    const given = unwrap(options);
    if (given?.type === 'ObjectExpression' && !given.properties.every((option) => option.type === 'Property' && OF_BULK_CREATE.test(keyName(option) ?? ''))) return undefined;
    return {
      title: 'Insert all rows with one `bulkCreate`',
      expression: `${model}.bulkCreate(${loop.mapped(data)}${options === undefined ? '' : `, ${module.textOf(options)}`})`,
      changes: 'all rows are inserted or none, validators run with `validate: true` only and hooks of each row with `individualHooks: true` only; cut long lists into chunks',
      edits: [],
    };
  }
  return method === 'update' || method === 'destroy' ? byKeys(module, call, loop) : undefined;
}

/** `group.members`: a row's own list of keys, by its name. */
const MANY = /(?:[^su]s|List|Set)$/;

function isNeverNullIn({ orm, model }: OrmCall, column: string): boolean {
  const found = model === undefined ? undefined : orm.dataModel?.models.get(model);
  return found !== undefined && isNeverNull(found, column);
}

function byKeys(module: JsModule, call: OrmCall, loop: RowLoop): Together | undefined {
  const { node, options, where, data, method } = call;
  const [property, ...others] = where?.type === 'ObjectExpression' ? where.properties : [];
  const name = property?.type === 'Property' && !property.computed ? keyName(property) : undefined;
  if (property?.type !== 'Property' || name === undefined || others.length > 0 || options === undefined) return undefined;
  const value = unwrap(property.value);
  if (!/^(?:Identifier|MemberExpression)$/.test(value.type) || !loop.dependsOnRow(value) || MANY.test(module.textOf(value))) return undefined;
  // A filter by NULL finds the rows that have none (`IS NULL`); a list with NULL in it doesn't.
  if (loop.mayBeNull(value) && !isNeverNullIn(call, name)) return undefined;
  const rest = options.properties.filter((option) => option.type !== 'Property' || keyName(option) !== 'where');
  // With the hooks of each row, there is a statement for each as well.
  if (rest.some((option) => option.type !== 'Property' || /^(?:limit|individualHooks)$/.test(keyName(option) ?? '') || !loop.isSameForAll(option.value))) return undefined;
  if (method === 'update' && !storesSame(data, loop)) return undefined;
  const tail = rest.map((option) => `, ${module.textOf(option)}`).join('');
  const values = method === 'update' && data !== undefined ? `${module.textOf(data)}, ` : '';
  return {
    title: method === 'update' ? 'Update all rows with one `update`' : 'Delete all rows with one `destroy`',
    expression: `${module.textOf(node.callee)}(${values}{ where: { ${name}: ${loop.mapped(property.value)} }${tail} })`,
    changes: `all rows are ${method === 'update' ? 'updated' : 'deleted'} or none, the bulk hooks run once instead of once per row; cut long lists into chunks`,
    edits: [],
  };
}
