import { conditionsIn } from '../queries/conditions.ts';
import { homeOf } from '../queries/helpers.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import { sourcesOf } from '../syntax/flow.ts';
import { givesNoMore } from '../syntax/iterations.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { lastName, type Node, propertyOf, some, spanOf, unwrap, withoutAwait } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** Names and methods between a list and the one that it is made of. */
const DEPTH = 5;

/** What makes of a list another one of no more elements: `Array.from(names)`, `uniq(names)`, `new Set(names)`. */
const LISTING = /^(?:from|uniq|unique|dedupe|compact|values|keys|Set)$/;

/** What makes a value that no row has had before. */
const FRESH = /uuid|nanoid|cuid|ulid|ObjectId/i;

/**
 * True for a read of what the function has just written to the same table: rows by the values of the list that it wrote, or by a key that it made for them. They are as many as it
 * wrote, whatever the table holds.
 */
export function readsBack(module: JsModule, queries: readonly OrmCall[], call: OrmCall): boolean {
  const home = homeOf(module, call.node);
  const [start] = spanOf(call.node);
  const writes = home === undefined || call.model === undefined ? [] : queriesIn(queries, home).filter(({ model, operation, node }) => model === call.model && /^(?:create|upsert|save)$/.test(operation) && spanOf(node)[1] <= start);
  return writes.some((write) => namesList(module, call, write) || namesFresh(module, queries, call, write));
}

/** `createMany({ data: names.map((name) => ({ name })) })`, then `{ name: { in: names } }` */
function namesList(module: JsModule, call: OrmCall, write: OrmCall): boolean {
  const asked = (call.orm.filterOf(call) ?? []).flatMap((one) => ('any' in one ? (one.each ?? []) : one.operator === 'in' && !isForeign(call, one.path.at(-1) ?? '') ? (one.value ?? []) : []));
  const stored = unwrap(write.data) ?? write.node;
  const written = [stored.type === 'ObjectExpression' ? (propertyOf(stored, 'data')?.value ?? stored) : stored, ...iterationsAround(module, write.node).flatMap(({ iterable }) => iterable ?? [])];
  const lists = new Set(written.flatMap((list) => listsBehind(module, list, DEPTH)));
  return asked.some((list) => listsBehind(module, list, DEPTH).some((name) => lists.has(name)));
}

/** Of a key of another table there may be rows that were there before. */
function isForeign({ model, orm: { dataModel } }: OrmCall, column: string): boolean {
  const known = model === undefined ? undefined : dataModel?.models.get(model);
  return known === undefined ? /(?:Id|_id)$/.test(column) : [...known.fields.values()].some(({ name, relation }) => relation?.cardinality === 'to-one' && (name === column || relation.keys.includes(column)));
}

/** The lists that a list is made of, element by element, by what tells them apart. */
function listsBehind(module: JsModule, list: Node, depth: number): readonly string[] {
  const value = withoutAwait(list);
  if (value === undefined || depth === 0) return [];
  switch (value.type) {
    case 'Identifier': {
      const binding = module.resolve(value);
      const own = binding !== undefined && 'identifier' in binding ? [`${value.name} ${String(spanOf(binding.identifier)[0])}`] : [];
      return [...own, ...sourcesOf(module, value).flatMap(({ node, path }) => (path.length === 0 ? listsBehind(module, node, depth - 1) : []))];
    }
    case 'MemberExpression': {
      const { root } = chainOf(value);
      const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
      return binding !== undefined && 'identifier' in binding ? [`${module.textOf(value)} ${String(spanOf(binding.identifier)[0])}`] : [];
    }
    case 'ArrayExpression':
      return value.elements.flatMap((element) => (element?.type === 'SpreadElement' ? listsBehind(module, element.argument, depth - 1) : []));
    case 'NewExpression':
    case 'CallExpression': {
      const name = lastName(value.callee) ?? '';
      const from = value.callee.type === 'MemberExpression' && (givesNoMore(name) || name === 'flatMap') ? value.callee.object : LISTING.test(name) ? value.arguments[0] : undefined;
      return from === undefined ? [] : listsBehind(module, from, depth - 1);
    }
    default:
      return [];
  }
}

/** `const batch = randomUUID()`, `const run = await runs.create(…)`, and what is written with it before it is asked by it: no other row has it. */
function namesFresh(module: JsModule, queries: readonly OrmCall[], call: OrmCall, write: OrmCall): boolean {
  return conditionsIn(call.orm.filterOf(call)).some(({ operator, value }) => {
    const { root } = chainOf(value === undefined ? call.node : unwrap(value));
    const made = operator === 'equals' && root.type === 'Identifier' ? withoutAwait(constantInit(module, root)) : undefined;
    if (root.type !== 'Identifier' || (made?.type !== 'CallExpression' && made?.type !== 'NewExpression')) return false;
    const isFresh = FRESH.test(lastName(made.callee) ?? '') || queries.some(({ node, operation }) => node === made && operation === 'create');
    const binding = module.resolve(root);
    return isFresh && some(write.node, (node) => node.type === 'Identifier' && module.resolve(node) === binding);
  });
}
