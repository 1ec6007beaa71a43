import type { Edit } from '../../model/text.ts';
import type { BuilderCall } from '../../javascript/readers/builder-reader.ts';
import { keyStepOf, withSteps } from '../../javascript/readers/builder-remedies.ts';
import type { LoadedRelation, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { primaryKey } from '../../javascript/advice/plain-words.ts';
import { storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, spanOf } from '../../javascript/syntax/nodes.ts';
import type { Step } from '../../javascript/syntax/callee.ts';
import { BY_KEY } from './methods.ts';

/**
 * What becomes of the model's hooks (3.1.5): those of an update run once for a query of many, and see no row; those of a delete belong to the delete of a row that
 * was read, and run for no other. The static ones run once for each query. `$query().patch()` sets the values in its row as well.
 */
function besideRows({ operation, ofRow }: BuilderCall): string {
  if (operation === 'update') return `, and hooks like \`$beforeUpdate\` run once for all and see no row${ofRow === true ? '; the rows that were read keep the values that they had' : ''}`;
  return ofRow === true ? ', and `$beforeDelete` and `$afterDelete` are not called' : '';
}

/** Adds `.withGraphFetched('customer')`, which goes together with the relations that a query loads already (3.1.5). */
export function objectionLoad({ node, built }: BuilderCall, relations: readonly LoadedRelation[]): Edit | undefined {
  // What the query per row has beside the relation would need a modifier.
  if (built.holder !== undefined || relations.some(({ query }) => query !== undefined && (query.rest.length > 0 || !asksByKeyAlone(query.call as BuilderCall)))) return undefined;
  const end = spanOf(node)[1];
  return { span: [end, end], text: `.withGraphFetched(${graph(relations.map(({ name }) => name))})` };
}

/** `order.$relatedQuery('customer')`, and a query with nothing but the condition for the key. */
function asksByKeyAlone({ relation, built: { steps, begin } }: BuilderCall): boolean {
  return steps.every(({ name }) => relation === undefined && /^(?:findById|findOne|(?:and)?where|first)$/i.test(name)) && calledName(begin) !== '$fetchGraph';
}

/** `'customer'`, `'[customer, items]'`, `'items.product'` */
export function graph(names: readonly string[], owner: readonly string[] = []): string {
  const inner = names.length === 1 ? names.join('') : `[${names.join(', ')}]`;
  return `'${[...owner, inner].join('.')}'`;
}

/** `Order.query().patch(…).whereIn('id', ids)`, and the same with `delete()`. An insert of a list works in PostgreSQL and SQL Server alone. */
export function objectionTogether(module: JsModule, call: BuilderCall, loop: RowLoop): Together | undefined {
  const { built, data, operation, method } = call;
  const write = built.steps.find(({ name }) => name === method);
  if (write === undefined || built.holder !== undefined || !/^(?:patch|update|delete|del|deleteById)$/.test(method) || built.steps.length > 2 || built.begin.arguments.some((argument) => loop.dependsOnRow(argument))) return undefined;
  const isUpdate = operation === 'update';
  if (isUpdate && !storesSame(data, loop)) return undefined;
  const expression = call.ofRow === true ? ofRows(module, call, write, loop) : byKeys(module, call, write, loop);
  return expression === undefined ? undefined : {
    title: isUpdate ? `Update all rows with one \`${method}\`` : 'Delete all rows with one `delete`',
    expression, edits: [],
    changes: `all rows are ${isUpdate ? 'updated' : 'deleted'} or none${besideRows(call)}; cut long lists into chunks`,
  };
}

/** `order.$query().patch(…)` of each row, where the model has a name here and its key one column. */
function ofRows(module: JsModule, call: BuilderCall, { call: write }: Step, loop: RowLoop): string | undefined {
  const { client, model, built } = call;
  const key = primaryKey(call);
  // a column in snake case may be a property in camel case
  if (model === undefined || key === undefined || key.includes('_') || client.type !== 'Identifier' || built.steps.length > 1 || !loop.dependsOnRow(client) || module.resolveName(model, built.begin) === undefined) return undefined;
  const given = built.begin.arguments.map((argument) => module.textOf(argument)).join(', ');
  const stored = write.arguments.map((argument) => module.textOf(argument)).join(', ');
  const rows = loop.mapped(client);
  return `${model}.query(${given}).${calledName(write)}(${stored}).whereIn('${key}', ${/^[\w.]+$/.test(rows) ? rows : `(${rows})`}.map(({ ${key} }) => ${key}))`;
}

function byKeys(module: JsModule, call: BuilderCall, write: Step, loop: RowLoop): string | undefined {
  const { built, client, node } = call;
  const key = primaryKey(call);
  if (loop.dependsOnRow(client)) return undefined;
  const found = built.steps.find(({ name }) => BY_KEY.test(name));
  if (found === undefined) {
    const stepped = calledName(built.begin) === 'query' ? keyStepOf(module, call, loop, undefined) : undefined;
    return stepped === undefined || loop.mayBeNull(stepped.value) ? undefined : withSteps(module, node, [{ step: stepped.step, text: `whereIn(${stepped.column}, ${loop.mapped(stepped.value)})` }]);
  }
  const [value] = found.call.arguments;
  if (value === undefined || key === undefined || loop.mayBeNull(value) || !loop.dependsOnRow(value) || built.steps.some((step) => step !== found && step !== write)) return undefined;
  const ids = loop.mapped(value);
  return withSteps(module, node, [{ step: found, text: found.name === 'deleteById' ? `delete().whereIn('${key}', ${ids})` : `findByIds(${ids})` }]);
}
