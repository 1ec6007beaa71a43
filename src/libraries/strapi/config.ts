import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { PageSizeConcern } from '../../model/admin.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { isFunction, propertyOf, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue } from '../../javascript/syntax/values.ts';

/** Rows of a page as Strapi gives them where nobody asks for a number; the limit that it writes into new projects is 100, its own admin's is 1,000 (5.54). */
const [USUAL, LARGEST] = [25, 1000];

const TABLE = { model: 'each content type', rows: undefined, growth: 'unknown', because: undefined } as const;

const ADVICE = 'Strapi writes `maxLimit: 100` into new projects; whoever needs more rows asks for the next page.';

/** True for a project's `config/api`, by its name alone. */
export function isApiConfig(filename: string): boolean {
  return /^api\.[cm]?[jt]s$/.test(basename(filename)) && /[\\/]config[\\/]/.test(filename);
}

/** `rest` of `config/api`: without `maxLimit`, whoever sends `pagination[pageSize]` or `pagination[limit]` gets as many rows as they ask for. */
export function restLimit(module: JsModule): PageSizeConcern | undefined {
  const rest = objectValue(module, propertyOf(exported(module), 'rest')?.value);
  if (rest === undefined || rest.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  const option = propertyOf(rest, 'maxLimit');
  const shared = { kind: 'page-size', option: 'rest.maxLimit', usual: USUAL, table: TABLE, advice: ADVICE, remedies: [] } as const;
  const [last] = rest.properties.slice(-1);
  if (option === undefined) return last === undefined ? undefined : { ...shared, span: spanOf(rest), size: Infinity, limitAt: { span: [spanOf(last)[1], spanOf(last)[1]], before: ', maxLimit: ', after: '' } };
  const value = unwrap(option.value);
  const size = value.type === 'Literal' && value.value === null ? -1 : numberValue(module, value);
  if (size === undefined || (size >= 0 && size <= LARGEST)) return undefined;
  return { ...shared, span: spanOf(option.value), size: size < 0 ? Infinity : size };
}

/** `export default { … }`, `module.exports = ({ env }) => ({ … })` */
export function exported(module: JsModule): TSESTree.ObjectExpression | undefined {
  for (const statement of module.program.body) {
    const value = statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression' && module.textOf(statement.expression.left) === 'module.exports' ? statement.expression.right : undefined;
    const found = value && unwrap(value);
    if (found === undefined) continue;
    const [only, ...others] = isFunction(found) ? answersOf(found) : [found];
    return others.length === 0 ? objectValue(module, only) : undefined;
  }
  return undefined;
}
