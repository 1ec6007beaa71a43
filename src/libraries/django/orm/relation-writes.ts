import type { Call, ExprNode } from '../../../python/nodes.ts';
import { isLoop, loopsAround, mentions, variantNames } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import type { DatabaseCall } from './calls.ts';
import { backField, manyOf } from './lookups.ts';
import type { RowLoop } from './scopes.ts';

/** What to write instead of `order.tags.add(tag)` and its kin in a loop. */
export function adviseRelation(context: OrmContext, write: DatabaseCall, { loop }: RowLoop): string {
  const { module } = context;
  const { call, queryset, method } = write;
  const related = queryset?.related;
  const field = related?.owner.model?.fields.get(related.field);
  const owner = call?.func.nodeType === 'Attribute' ? call.func.value : undefined;
  const innermost = call === undefined ? undefined : loopsAround(module, call).find((around) => isLoop(around));
  const variant = variantNames(module, innermost !== undefined && isLoop(innermost) ? innermost : loop);
  if (owner !== undefined && call !== undefined && !mentions(owner, variant) && call.keywords.every(({ value }) => !mentions(value, variant))) {
    const options = call.keywords.map((keyword) => `, ${module.source(keyword)}`).join('');
    return `Collect them and write \`${module.source(owner).replaceAll(/\s+/g, ' ')}.${method}(*objects${options})\` once${variesOutside(module, call, owner) ? ' in each round of the outer loop' : ''}.`;
  }
  const other = call === undefined ? undefined : otherSide(context, call, field, variant);
  if (other !== undefined && (method === 'add' || method === 'remove')) return `Collect them and write \`${other}.${method}(*objects)\` once, from the other side of the relation.`;
  if (field !== undefined && field.kind !== 'many-to-many') return adviseKey(module, write, field, variant);
  const rows = `${related?.owner.name === undefined ? '' : `${related.owner.name}.`}${related?.field ?? 'relation'}.through.objects`;
  if (method === 'remove' || method === 'clear') return `Delete the rows of the join table together: \`${rows}.filter(${betweenFilter(module, write, field, variant)}).delete()\` (skips the \`m2m_changed\` signal).`;
  const both = isSymmetrical(field) ? ', both ways for each pair' : '';
  // a model of the project's own may lack the constraint by which the database knows a pair again
  if (hasOwnThrough(field)) return `Read which pairs are there and write the missing rows of the join table together: \`${rows}.bulk_create(objects)\`${both} (skips the \`m2m_changed\` signal).`;
  return `Write the rows of the join table together: \`${rows}.bulk_create(…, ignore_conflicts=True)\`${both} (skips the \`m2m_changed\` signal).`;
}

/** A loop further out decides to what the objects are linked. */
function variesOutside(module: PyModule, call: Call, owner: ExprNode): boolean {
  return loopsAround(module, call).some((around) => isLoop(around) && mentions(owner, variantNames(module, around)));
}

/** `tag.products` for `product.tags.add(tag)`, where the tag is one object for all rows. */
function otherSide(context: OrmContext, call: Call, field: DjangoField | undefined, variant: ReadonlySet<string>): string | undefined {
  const [only, ...others] = call.args;
  if (only === undefined || others.length > 0 || call.keywords.length > 0 || mentions(only, variant) || isSymmetrical(field)) return undefined;
  const given = valueOf(context, only);
  if (given?.kind !== 'instance' || field?.kind !== 'many-to-many' || given.model === undefined || given.model !== field.target) return undefined;
  const back = [...given.model.fields.values()].find(({ reverse, declaration }) => reverse !== field.reverse && declaration?.node === field.declaration?.node);
  return back === undefined || variesOutside(context.module, call, only) ? undefined : `${context.module.source(only).replaceAll(/\s+/g, ' ')}.${back.name}`;
}

/** The rows of the other table hold the key: they are changed, not linked. */
function adviseKey(module: PyModule, { call, queryset, method }: DatabaseCall, field: DjangoField, variant: ReadonlySet<string>): string {
  const key = backField(field) ?? 'relation';
  const rows = `${queryset?.name ?? 'Model'}.objects`;
  if (method === 'clear') return `Take the keys away together: \`${rows}.filter(${manyOf([key])}).update(${key}=None)\` (skips \`save()\` and signals).`;
  if (method === 'remove') return `Take the keys away together: \`${rows}.filter(pk__in=…).update(${key}=None)\` (skips \`save()\` and signals).`;
  const [only] = call?.args ?? [];
  const what = only === undefined || mentions(only, variant) ? 'objects' : module.source(only).replaceAll(/\s+/g, ' ');
  return `Set \`${key}\` on ${what === 'objects' ? 'the objects' : `\`${what}\``} in the loop and write them together after it: \`${rows}.bulk_update(objects, ["${key}"])\` (skips \`save()\` and signals).`;
}

/** The conditions that find the rows between: the owners of all rounds, and what is taken from each. */
function betweenFilter(module: PyModule, { call, queryset, method }: DatabaseCall, field: DjangoField | undefined, variant: ReadonlySet<string>): string {
  const own = queryset?.related?.owner.model;
  const other = field?.target;
  // a model of the project's own names the columns as it likes, the table of a parent has the parent's name, and two keys of one model have two names
  const isNamed = own !== undefined && other !== undefined && own.name.toLowerCase() !== other.name.toLowerCase() && field?.inherited === false && !hasOwnThrough(field);
  const [left, right] = isNamed ? [own.name.toLowerCase(), other.name.toLowerCase()] : ['…', '…'];
  if (method === 'clear') return manyOf([left]);
  return `${manyOf([left])}, ${takenFrom(module, call, right, variant)}`;
}

function takenFrom(module: PyModule, call: Call | undefined, field: string, variant: ReadonlySet<string>): string {
  const [only, ...others] = call?.args ?? [];
  if (only === undefined || others.length > 0 || only.nodeType === 'Starred' || mentions(only, variant)) return manyOf([field]);
  return `${field}=${module.source(only).replaceAll(/\s+/g, ' ')}`;
}

/** The table between is a model of the project's own, seen from either side. */
function hasOwnThrough(field: DjangoField | undefined): boolean {
  return field?.declaration !== undefined && keywordOf(field.declaration.node, 'through') !== undefined;
}

/** `ManyToManyField("self")`: Django writes a row for each direction. */
function isSymmetrical(field: DjangoField | undefined): boolean {
  const declared = field?.declaration?.node;
  const [target] = declared?.args ?? [];
  return target?.nodeType === 'Constant' && target.value === 'self' && declared?.keywords.some(({ arg }) => arg === 'symmetrical') === false;
}
