import type { Attribute, Name } from '../../../python/nodes.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { instanceOf } from './name-values.ts';
import type { Instance, Queryset } from '../querysets/queryset.ts';
import { readsOfMember } from '../rows/row-reads.ts';
import type { Collection, OrmContext, Value } from './values.ts';

/** Rows that were picked out of those of one queryset, as they come out of its loop. */
export function pickedRows(context: OrmContext, node: Name, element: Value | undefined): Collection | undefined {
  if (element?.kind !== 'instance' || element.row === undefined || element.path.length > 0) return undefined;
  const { variable, queryset } = element.row;
  const read = readOfPicked(context, node, element.row);
  if (read.length === 0) return { kind: 'list', element, source: queryset, some: true };
  const source = remembering(queryset, read);
  return { kind: 'list', element: instanceOf(source, { variable, queryset: source }), source, some: true };
}

/** The relations to one row that the loop reads of the row which it picks: whoever gets the row has them with it. */
export function readOfPicked(context: OrmContext, { id }: Name, { variable, queryset }: NonNullable<Instance['row']>): readonly string[] {
  const { model } = queryset;
  const found: string[] = [];
  for (const node of model === undefined ? [] : walk(variable.node)) {
    if (node.nodeType === 'Attribute' && node.ctx.nodeType === 'Load' && node.value.nodeType === 'Name' && node.value.id === id) found.push(...pathsFrom(context, node, model as DjangoModel, []));
  }
  return [...new Set(found)];
}

/** The rows of a queryset of which relations were read already. */
export function remembering(queryset: Queryset, read: readonly string[]): Queryset {
  return read.length === 0 ? queryset : { ...queryset, loads: { ...queryset.loads, prefetched: [...queryset.loads.prefetched, ...read] } };
}

/** `order.customer.region`, and what a property or method of the model reads whenever it is asked. */
function pathsFrom(context: OrmContext, node: Attribute, model: DjangoModel, before: readonly string[]): string[] {
  const { module, django } = context;
  const user = module.parent(node);
  const field = model.fields.get(node.attr);
  if (field === undefined) {
    const reads = readsOfMember(django, model, node.attr, user?.nodeType === 'Call' && user.func === node);
    return reads.filter(({ steps }) => steps.every(isToOne)).map(({ steps }) => [...before, ...steps.map(({ queryName }) => queryName)].join('__'));
  }
  if (!isToOne(field)) return [];
  const path = [...before, field.queryName];
  return [path.join('__'), ...(user?.nodeType === 'Attribute' && field.target !== undefined ? pathsFrom(context, user, field.target, path) : [])];
}

function isToOne({ kind, relation }: DjangoField): boolean {
  return kind === 'generic-foreign-key' || relation?.cardinality === 'to-one';
}
