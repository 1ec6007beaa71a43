import type { BuilderCall } from '../../javascript/readers/builder-reader.ts';
import { keyStepOf, withSteps } from '../../javascript/readers/builder-remedies.ts';
import type { RowLoop, Together } from '../../javascript/queries/orm.ts';
import { changedTogether, REFUSES_TWICE, storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';

/** Steps that go on a statement for all rows as they are. */
const KEPT = /^(?:(?:and)?where\w*|transacting|from|into|table|withSchema|onConflict|ignore|merge)$/i;

/** `knex('orders').insert([...])`, `.whereIn('id', ids).update(…)`, `.whereIn('id', ids).del()`; Knex refuses to insert nothing and finds nothing in an empty list (3.3). */
export function knexTogether(module: JsModule, call: BuilderCall, loop: RowLoop): Together | undefined {
  const { built, client, data, node, operation } = call;
  const write = built.steps.find(({ name }) => /^(?:insert|update|del|delete)$/.test(name));
  if (write === undefined || built.holder !== undefined || loop.dependsOnRow(client) || loop.dependsOnRow(built.begin) || built.steps.some((step) => step !== write && !KEPT.test(step.name))) return undefined;
  if (write.name === 'insert') {
    const merges = built.steps.some(({ name }) => name === 'merge');
    const isPlain = write.call.arguments.length === 1 && data !== undefined && !built.steps.some((step) => step !== write && step.call.arguments.some((one) => loop.dependsOnRow(one)));
    const expression = isPlain && loop.dependsOnRow(data) ? withSteps(module, node, [{ step: write, text: `insert(${loop.mapped(data)})` }]) : undefined;
    return expression === undefined ? undefined : { title: 'Insert all rows with one `insert`', expression, refusesEmpty: true, changes: `all rows are inserted or none${merges ? `, and ${REFUSES_TWICE}` : ''}; cut long lists into chunks, as \`batchInsert\` does`, edits: [] };
  }
  const key = keyStepOf(module, call, loop, undefined);
  // `where('customer_id', null)` finds the rows that have none, `whereIn` doesn't; nobody is without an id
  const mayFindNone = key !== undefined && !/^.(?:\w+\.)?id.$/.test(key.column) && loop.mayBeNull(key.value);
  if (key === undefined || mayFindNone || (operation === 'update' && !storesSame(data, loop))) return undefined;
  const expression = withSteps(module, node, [{ step: key.step, text: `whereIn(${key.column}, ${loop.mapped(key.value)})` }]);
  return expression === undefined ? undefined : {
    title: operation === 'update' ? 'Update all rows with one `update`' : 'Delete all rows with one `del`',
    expression, edits: [],
    changes: `${changedTogether(operation === 'update')}; cut long lists into chunks`,
  };
}
