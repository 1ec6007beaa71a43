import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';

/** The paths of relations that something loads: `all` of them, or `unknown` where the code doesn't show which. */
export type Populated = readonly string[] | 'all' | 'unknown';

/** The relations that a read loads with its rows: by `populate`, and by columns of theirs among its `fields`. */
export function populatedBy(module: JsModule, { options, node, where, model }: OrmCall): Populated {
  if (options === undefined) {
    // what stands behind the filter; up to 5 that could be the list itself
    const behind = node.arguments.map((argument) => unwrap(argument)).filter((argument) => argument !== where && module.textOf(argument) !== model);
    return behind.reduce<Populated>((found, argument) => (argument.type === 'ArrayExpression' ? pathsIn(module, argument) : argument.type === 'ObjectExpression' || argument.type === 'Literal' ? found : 'unknown'), []);
  }
  const populate = propertyThroughSpreads(module, options, 'populate');
  const own = populate === undefined ? (options.properties.some(({ type }) => type === 'SpreadElement') ? 'unknown' : []) : pathsIn(module, populate.value);
  if (typeof own === 'string') return own;
  const fields = propertyOf(options, 'fields');
  const named = fields === undefined ? [] : pathsIn(module, fields.value);
  return named === 'unknown' ? own : named === 'all' ? 'all' : [...own, ...named.flatMap((path) => (path.includes('.') ? [path.slice(0, path.lastIndexOf('.'))] : []))];
}

/** `['customer', 'items.product']`, `['*']`, `true` */
export function pathsIn(module: JsModule, node: Node | undefined): Populated {
  const value = unwrap(node);
  if (value?.type === 'Identifier') {
    const init = constantInit(module, value);
    return init === undefined ? 'unknown' : pathsIn(module, init);
  }
  if (value?.type === 'Literal') return value.value === true ? 'all' : [];
  if (value?.type !== 'ArrayExpression') return 'unknown';
  const paths = value.elements.map((element) => (element === null ? undefined : stringValue(module, element)));
  if (paths.includes('*')) return 'all';
  // `$infer` loads what the filter names, and `:ref` what stands for the row
  return paths.some((path) => path === undefined || path === '$infer') ? 'unknown' : paths.flatMap((path) => path?.replace(/:ref$/, '') ?? []);
}

/** True where one of the paths leads through the relation. */
export function loadsPath(populated: Populated, path: readonly string[]): boolean {
  if (typeof populated === 'string') return populated === 'all';
  const text = path.join('.');
  return path.length > 0 && populated.some((one) => one === text || one.startsWith(`${text}.`));
}
