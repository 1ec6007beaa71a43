import type { Condition, Filter, Operator } from '../../javascript/queries/conditions.ts';
import { isFunction, keyName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import type { BuilderStep } from './chain.ts';

/** How the second of three arguments compares: Lucid 22.4, as Knex. */
const OPERATORS: Readonly<Record<string, Operator>> = { '=': 'equals', 'in': 'in', 'IN': 'in', '<': 'range', '<=': 'range', '>': 'range', '>=': 'range', 'like': 'range', 'LIKE': 'range', 'ilike': 'range', 'ILIKE': 'range', 'between': 'range' };

/** Steps that narrow what is found, by what they compare. */
const COMPARING: Readonly<Record<string, Operator>> = { where: 'equals', andWhere: 'equals', whereIn: 'in', andWhereIn: 'in', whereNull: 'other', whereNotNull: 'other', whereBetween: 'range', whereLike: 'range', whereILike: 'range', findBy: 'equals', findByOrFail: 'equals', findManyBy: 'equals' };

/** Others of which no more is known than that they narrow. */
const NARROWING = /where|^(?:has|andHas|doesntHave|if|unless|apply|withScopes|having\w*|match|joinRaw)$/i;

/**
 * What the steps of a query ask for: conditions that may be left out, and what can't be read, are of no column.
 *
 * @param columnOf the model's name for a column
 */
export function filterOfSteps(steps: readonly BuilderStep[], columnOf: (name: string) => string): Filter {
  const isEither = steps.some(({ name }) => /^or[A-Z]/.test(name));
  return steps.flatMap(({ name, call, isSure }): Filter => {
    if (!NARROWING.test(name) && !Object.hasOwn(COMPARING, name)) return [];
    const operator = Object.hasOwn(COMPARING, name) && isSure && !isEither ? COMPARING[name] : undefined;
    const given = call.arguments.map((argument) => unwrap(argument));
    return operator === undefined ? [unknown(given.at(-1) ?? call)] : compared(given, operator, columnOf, call);
  });
}

function unknown(value: Node): Condition {
  return { path: [], operator: 'other', value };
}

function compared([column, second, third]: readonly Node[], operator: Operator, columnOf: (name: string) => string, at: Node): Filter {
  if (column === undefined || isFunction(column)) return [unknown(column ?? at)];
  if (column.type === 'ObjectExpression') {
    return column.properties.map((property) => {
      const name = property.type === 'Property' ? keyName(property) : undefined;
      return property.type === 'Property' && name !== undefined ? { path: [columnOf(name)], operator: 'equals', value: unwrap(property.value) } : unknown(property);
    });
  }
  const path = column.type === 'Literal' && typeof column.value === 'string' ? pathOf(column.value, columnOf) : [];
  if (path.length === 0) return [unknown(second ?? column)];
  if (third === undefined) return [{ path, operator, value: second }];
  const how = second?.type === 'Literal' && typeof second.value === 'string' && Object.hasOwn(OPERATORS, second.value) ? OPERATORS[second.value] : 'other';
  return [{ path, operator: how ?? 'other', value: third }];
}

/** `orders.status` is a column of the query's own table, or of one that is joined: nobody can say which. */
function pathOf(text: string, columnOf: (name: string) => string): readonly string[] {
  return /^\w+(?:\.\w+)*$/.test(text) ? [columnOf(text.slice(text.lastIndexOf('.') + 1))] : [];
}
