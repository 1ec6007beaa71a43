import type { Call, ExprNode } from '../../../python/nodes.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName, stringOf } from '../../../python/syntax/static.ts';
import { keywordOf } from '../models/fields.ts';
import { OWN, type Queryset } from './queryset.ts';

/**
 * What `Prefetch("items", queryset=Item.objects.select_related("product"))` loads, path by path, where the rows of its queryset say what they bring along; undefined where they don't, where all
 * that can be joined is, and where the rows come under a name of their own.
 *
 * @param rowsOf the rows that an expression of the module gives
 */
export function pathsOfPrefetch(module: PyModule, argument: ExprNode, rowsOf: (expr: ExprNode) => Queryset | undefined): readonly string[] | undefined {
  const node = argument.nodeType === 'Name' ? soleValue(module, argument, argument.id) : argument;
  if (node?.nodeType !== 'Call' || !lastName(node.func).endsWith('Prefetch') || keywordOf(node, 'to_attr') !== undefined || node.args.length > 2) return undefined;
  const path = pathIn(module, node);
  const given = keywordOf(node, 'queryset') ?? node.args[1];
  const rows = path === undefined || given === undefined ? undefined : rowsOf(given);
  if (path === undefined || rows?.model === undefined || rows.shape !== 'instances' || rows.loads.unknown || rows.loads.selectRelated === 'all') return undefined;
  const { selectRelated, prefetched } = rows.loads;
  const own = `${path}${OWN}`;
  return [own, ...(selectRelated === 'none' ? [] : selectRelated).map((one) => `${own}__${one}`), ...prefetched.map((one) => `${own}__${one}`)];
}

function pathIn(module: PyModule, { args: [first], keywords }: Call): string | undefined {
  const lookup = first ?? keywords.find(({ arg }) => arg === 'lookup')?.value;
  return lookup === undefined ? undefined : stringOf({ module, node: lookup });
}
