import type { ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { sequenceOf, stringOf } from '../../../python/syntax/static.ts';
import { keywordOf } from './fields.ts';
import { type DjangoModel, metaOf } from './models.ts';

/** `unique_together` and the unique constraints without a condition, by field names. A set of which one name can't be read is left out: the rest of it is no key. */
export function uniqueSets(model: DjangoModel | undefined): readonly (readonly string[])[] {
  if (model === undefined) return [];
  const { module, node } = model;
  const together = metaOf(node, 'unique_together');
  // one set may stand there by itself
  const sets = [together, ...elementsOf(module, together)].map((set) => namesOf(module, set));
  const constraints = elementsOf(module, metaOf(node, 'constraints')).map((call) => {
    const isUnconditional = call.nodeType === 'Call' && /\bUniqueConstraint$/.test(module.source(call.func)) && keywordOf(call, 'condition') === undefined;
    return isUnconditional ? namesOf(module, keywordOf(call, 'fields')) : undefined;
  });
  return [...sets, ...constraints].flatMap((set) => (set === undefined ? [] : [set]));
}

function elementsOf(module: PyModule, list: ExprNode | undefined): readonly ExprNode[] {
  return list === undefined ? [] : sequenceOf({ module, node: list }, () => undefined)?.elements.map(({ node }) => node) ?? [];
}

/** The names in a list of names, all of them. */
function namesOf(module: PyModule, list: ExprNode | undefined): readonly string[] | undefined {
  const sequence = list === undefined ? undefined : sequenceOf({ module, node: list }, () => undefined);
  const names = sequence?.complete === true ? sequence.elements.map((place) => stringOf(place)) : [];
  return names.length > 0 && names.every((name) => name !== undefined) ? names : undefined;
}

/** One field that is unique by itself. */
export function isUnique(model: DjangoModel | undefined, [name, ...others]: readonly string[]): boolean {
  if (model === undefined || name === undefined || others.length > 0) return false;
  return [...model.forward.values()].some((field) => (field.name === name || field.attname === name) && field.unique);
}

/** A constraint of the database lies on exactly these fields: it refuses a second row with the same values. */
export function isKnownAgain(model: DjangoModel | undefined, fields: readonly string[]): boolean {
  const names = fields.map(bare);
  return isUnique(model, fields) || uniqueSets(model).some((set) => set.length === names.length && names.every((name) => set.some((field) => bare(field) === name)));
}

/** These fields, perhaps with others, tell one row: the key is among them, a unique field, or all of what is unique together. */
export function tellsOneRow(model: DjangoModel | undefined, fields: readonly string[]): boolean {
  const names = fields.map(bare);
  return fields.some((name) => name === 'pk' || name === 'id' || isUnique(model, [name])) || uniqueSets(model).some((set) => set.every((field) => names.includes(bare(field))));
}

/** `order` for `order_id`. */
function bare(name: string): string {
  return name.replace(/_id$/, '');
}
