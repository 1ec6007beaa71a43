import { type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { DataModel, Model } from '../../model/data-model.ts';

/** True where an entry of `include` names a relation: by itself, or as what it goes over. */
export function namesRelation(entry: Node, step: string): boolean {
  if (entry.type === 'Literal') return entry.value === step;
  if (entry.type === 'Identifier') return entry.name === step;
  return ['association', 'as', 'model'].some((option) => {
    const value = unwrap(propertyOf(entry, option)?.value);
    return value?.type === 'Literal' ? value.value === step : value?.type === 'Identifier' ? value.name === step : false;
  });
}

/** True where a query joins a relation to its rows that may have several for one of them, or of which nothing is known. */
export function includesMany(dataModel: DataModel | undefined, model: Model | undefined, options: Node): boolean {
  return entriesOf(propertyOf(options, 'include')?.value).some((given) => {
    const entry = unwrap(given);
    const { relation } = [...(model?.fields.values() ?? [])].find((field) => field.relation !== undefined && namesRelation(entry, field.name)) ?? {};
    return relation?.cardinality !== 'to-one' || includesMany(dataModel, dataModel?.models.get(relation.target), entry);
  });
}

/** The entries of a list of relations, or the one that stands in its place. */
export function entriesOf(node: Node | undefined): readonly Node[] {
  const value = unwrap(node);
  if (value === undefined) return [];
  return value.type === 'ArrayExpression' ? value.elements.filter((element) => element !== null) : [value];
}
