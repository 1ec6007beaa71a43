import type { TableSize } from '../../model/data-model.ts';
import type { UsedAs } from '../../model/result-use.ts';
import { oncePer } from '../../project/memo.ts';
import type { OrmCall } from './orm.ts';
import type { Binding } from '../syntax/bindings.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { memberName, type Node } from '../syntax/nodes.ts';
import { objectValue } from '../syntax/values.ts';

// Whether a query has a limit, may get one, and whether the limit means all rows.

/** The call says how many rows it wants at most. */
export function isLimited({ limit, atMost }: OrmCall): boolean {
  return limit !== undefined || atMost !== undefined;
}

/** Rows from which on a limit is no page: whoever sets it wants all that there are. */
const AS_GOOD_AS_ALL = 500;

/** Of so many there is no more doubt that they are expected. */
const EXPECTED = 2000;

/** Its limit is so large that no page is meant. */
export function meansAll({ atMost = 0 }: OrmCall): boolean {
  return atMost >= AS_GOOD_AS_ALL;
}

/** A table of which the code itself asks for very many rows, or looks through hundreds of them for a few, has many, or will. */
export function tableMeant(table: TableSize | undefined, { atMost = 0 }: OrmCall, usedAs: UsedAs): TableSize | undefined {
  return table?.growth === 'unknown' && atMost >= (usedAs === 'unlimited' ? EXPECTED : AS_GOOD_AS_ALL) ? { ...table, growth: 'growing' } : table;
}

const LIMITING = /^(?:limit|take|skip|offset|page|perPage|pageSize|paginate|range|first|top|cursor)$/i;

/** What the call is made of may hold a limit, or get one in another place: an object that is filled or spread, a builder that is gone on with. */
export function mayBeLimited(module: JsModule, { node, options }: OrmCall): boolean {
  if (options?.properties.some((property) => property.type === 'SpreadElement' && objectValue(module, property.argument) === undefined) === true) return true;
  const names = [...node.arguments, ...propertiesSpread(options), chainOf(node.callee).root].filter((one) => one.type === 'Identifier');
  const holder = module.parentOf(node);
  if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier') names.push(holder.id);
  if (holder?.type === 'AssignmentExpression' && holder.left.type === 'Identifier') names.push(holder.left);
  return names.some((name) => {
    const binding = module.resolve(name);
    return binding !== undefined && binding.kind !== 'import' && hasLimiting(module)(binding);
  });
}

/** By what a name stands for: something that limits is read of it, set, or called. */
const hasLimiting = oncePer((module: JsModule) => oncePer((binding: Binding): boolean => module.referencesTo(binding).some((use) => {
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use && LIMITING.test(memberName(member) ?? '');
})));

function propertiesSpread(options: OrmCall['options']): Node[] {
  return (options?.properties ?? []).flatMap((property) => (property.type === 'SpreadElement' ? [property.argument] : []));
}
