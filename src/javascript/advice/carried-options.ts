import { keyName } from '../syntax/nodes.ts';
import type { JsModule } from '../syntax/module.ts';
import type { RelationQuery } from '../queries/orm.ts';

/**
 * The value of a relation's entry among the options of a read: `true`, or the options that the query per row had, as far as `allowed`.
 * Undefined where something can't be carried over: it names the row, or a comment would be lost.
 */
export function carriedOptions(module: JsModule, { call, rest, dependsOnRow }: RelationQuery, allowed: readonly string[]): string | undefined {
  const parts = rest.length > 0 ? [`where: { ${rest.map((property) => module.textOf(property)).join(', ')} }`] : [];
  for (const property of call.options?.properties ?? []) {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (name === 'where') continue;
    if (name === undefined || !allowed.includes(name) || dependsOnRow(property)) return undefined;
    parts.push(module.textOf(property));
  }
  if (parts.some((part) => /\/\/|\/\*/.test(part))) return undefined;
  return parts.length === 0 ? 'true' : `{ ${parts.join(', ')} }`;
}
