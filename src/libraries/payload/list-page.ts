import { type AdminResource, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import { judge } from '../../model/verdict.ts';
import { holdsSpan } from '../../javascript/syntax/dependence.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { isFunction, type Node, propertyOf, some, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { numberValue, valueUnder } from '../../javascript/syntax/values.ts';
import { configsOf, type PayloadConfig } from './collections.ts';
import { DEFAULT_LIMIT, LIST_QUERIES } from './facts.ts';
import { type DocumentHook, functionsIn, HOOKS } from './row-functions.ts';

/** The collections of a file as pages of the admin: what their lists send, with the hooks of this file. */
export function resourcesOf(file: SourceFile, hooks: readonly DocumentHook[], calls: readonly QueryCall[]): AdminResource[] {
  return configsOf(file).filter(({ isGlobal }) => !isGlobal).map((collection) => resourceOf(file, collection, hooks.filter(({ owner }) => owner === collection), calls));
}

function resourceOf(file: SourceFile, collection: PayloadConfig, hooks: readonly DocumentHook[], calls: readonly QueryCall[]): AdminResource {
  const { slug, config, fields } = collection;
  const within = (fns: readonly Node[]): QueryCall[] => calls.filter(({ span }) => fns.some((fn) => holdsSpan(fn, span)));
  const perDocument = within(hooks.map(({ fn }) => fn)).filter(({ evidence }) => evidence.scope?.kind === 'hook' && judge(evidence).report);
  const conditions = within(fields.flatMap((field) => functionsIn(file, propertyOf(field.config, 'filterOptions')?.value)));
  // cells ask for what they show together: a request for each collection that it is of
  const related = new Set(fields.flatMap(({ type, target }) => (target === undefined || type === 'join' ? [] : [target]))).size;
  const cost = listCost([
    { what: 'for the page, its count, locks and preferences', fixed: LIST_QUERIES, perRow: 0 },
    { what: 'for the cells of relations', fixed: related, perRow: 0 },
    { what: 'in `filterOptions`', fixed: statementsOf(conditions), perRow: 0 },
    { what: 'in hooks of reading', fixed: 0, perRow: statementsOf(perDocument) },
  ], perDocument.length);
  return {
    name: slug, model: slug, span: spanOf(propertyOf(config, 'slug')?.value ?? config),
    list: {
      pageSize: numberValue(file.module, valueUnder(file.module, config, ['admin', 'pagination', 'defaultLimit'])) ?? DEFAULT_LIMIT,
      ...cost, ...(isReadWhole(file, config) ? {} : { unread: true as const }),
    },
  };
}

/** Whether every field and every hook of reading stands in this file: what others bring may send queries as well. */
function isReadWhole(file: SourceFile, config: Node): boolean {
  return !some(config, (node) => {
    if (node.type !== 'Property') return false;
    const value = unwrap(node.value);
    const name = node.key.type === 'Identifier' ? node.key.name : undefined;
    if (name === 'fields') return value.type !== 'ArrayExpression' || value.elements.some((element) => element !== null && unwrap(element).type !== 'ObjectExpression');
    if (!HOOKS.some((hook) => hook === name)) return false;
    return value.type === 'ArrayExpression' ? functionsIn(file, value).length < value.elements.length : !isFunction(value);
  });
}
