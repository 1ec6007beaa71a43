import { loadsOfManager } from '../admin/loads.ts';
import { declaredManager, managerClasses } from './manager-classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { newQueryset, ofUnknownLoads, type Queryset } from './queryset.ts';

const BUILT_IN: ReadonlySet<string> = new Set(['objects', '_default_manager', '_base_manager']);

/** What a model's attribute says of being a manager, with what its rows bring along: built in, or a class attribute that is made by calling one. */
export function managerOf(django: DjangoProject, model: DjangoModel, name: string, base: Queryset['base']): Queryset | undefined {
  if (model.fields.has(name)) return undefined;
  const queryset = newQueryset(model, model.name, base);
  const declared = declaredManager(django, model, name);
  // a manager of another package may load anything, and so may what can't be told from one
  const foreign = declared === undefined ? django.classAttribute(model, name) !== undefined : managerClasses(django, declared) === undefined;
  if (foreign) return BUILT_IN.has(name) || /(^|_)(objects|manager)$/.test(name) ? ofUnknownLoads(queryset) : undefined;
  const loads = loadsOfManager(django, model, name);
  return loads === undefined ? undefined : { ...queryset, loads: { selectRelated: loads.selectRelated, prefetched: loads.prefetched, unknown: loads.unknown } };
}

/** The rows of a to-many relation, which come through the default manager of the other model. */
export function relatedRows(django: DjangoProject, model: DjangoModel | undefined): Queryset['loads'] | undefined {
  const loads = model === undefined ? undefined : loadsOfManager(django, model, '_default_manager');
  return loads === undefined ? undefined : { selectRelated: loads.selectRelated, prefetched: loads.prefetched, unknown: loads.unknown };
}
