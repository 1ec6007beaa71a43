import type { TSESTree } from '@typescript-eslint/utils';
import { answerBoundTo } from '../queries/answer-parts.ts';
import { homeOf } from '../queries/helpers.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import type { Binding } from '../syntax/bindings.ts';
import type { JsModule } from '../syntax/module.ts';
import { some, spanOf, unwrap } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** `NOT IN (:...ids)`, `{ notIn: ids }`, `{ $nin: ids }`, `Not(In(ids))`: what another query finds none of. */
const LEFT_OUT = /\bnot\s+in\b|\bnotIn\b|\$nin\b|\bNot\(\s*In\(|\bwhereNotIn\b/i;

/** The rows, or a list of something of each, are what another query of the function is to leave out. */
export function isLeftOutElsewhere({ module, queries }: Surroundings, { node }: OrmCall): boolean {
  const home = homeOf(module, node);
  const rows = answerBoundTo(module, node);
  if (home === undefined || rows === undefined) return false;
  return queriesIn(queries, home).some((other) => spanOf(other.node)[0] > spanOf(node)[1] && LEFT_OUT.test(module.textOf(other.node)) && some(other.node, (part) => part.type === 'Identifier' && isMadeOf(module, part, rows)));
}

/** The name is that of the rows, or of what is made of them alone: `const ids = rows.map((row) => row.id)`. */
function isMadeOf(module: JsModule, name: TSESTree.Identifier, rows: Binding): boolean {
  const binding = module.resolve(name);
  if (binding === rows) return true;
  const made = unwrap(constantInit(module, name));
  return made !== undefined && some(made, (part) => part.type === 'Identifier' && module.resolve(part) === rows);
}
