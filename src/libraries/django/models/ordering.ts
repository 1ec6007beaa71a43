import type { Place } from '../../../python/syntax/static.ts';
import { type DjangoModel, metaOf, metaClassOf } from './models.ts';
import type { DjangoProject } from '../project.ts';

/**
 * `Meta.ordering` of a model, its own or that of a base: an abstract base hands its `Meta` to classes that have none, or whose `Meta` extends one; a concrete one hands on its order,
 * to proxies and to children alike (`ModelBase.__new__` in db/models/base.py, Django 3.2 to 6.0).
 */
export function orderingOf(django: DjangoProject, model: DjangoModel): Place | undefined {
  let takesMeta = true;
  for (const cls of django.names.ancestryOf(model).classes) {
    const isAbstract = cls.node !== model.node && django.models.ofClass(cls)?.abstract !== false;
    if (isAbstract && !takesMeta) continue;
    const node = metaOf(cls.node, 'ordering');
    if (node !== undefined) return { module: cls.module, node };
    const meta = metaClassOf(cls.node);
    if (meta !== undefined) takesMeta = meta.bases.length > 0;
  }
  return undefined;
}
