import type { RelationRead } from '../../../model/query-call.ts';
import { classesIn } from '../admin/classes.ts';
import type { ClassRef } from '../classes.ts';
import { returnsOf } from '../managers.ts';
import type { DjangoModel } from '../models.ts';
import type { DjangoProject } from '../project.ts';
import { readsOfAttribute, readsOfFunction } from '../row-reads.ts';
import { handedRelations } from '../serializers/calls.ts';
import { fieldOfReader, type WrittenField } from '../serializers/reads.ts';
import { placeIn } from '../shown-path.ts';
import type { OrmContext } from '../values.ts';

const SITEMAP = /^django\.contrib\.sitemaps\.(?:\w+\.)*Sitemap$/;

/** What a sitemap asks of each of its items (contrib/sitemaps/__init__.py, `_urls`, Django 3.2 to 6.0). */
const PER_ITEM = ['location', 'lastmod', 'changefreq', 'priority', 'get_languages_for_item'];

/** Relations that the sitemaps of a module read for each of their items although `items()` gives them without. */
export function readSitemaps(context: OrmContext): RelationRead[] {
  const { module, django } = context;
  if (!/[Ss]itemap/.test(module.text)) return [];
  return classesIn(module).flatMap((cls) => {
    const items = django.names.ancestryOf(cls).externals.some((path) => SITEMAP.test(path)) ? django.method(cls, 'items') : undefined;
    // what a class inherits is told of where it stands
    if (items?.module !== module || items.owner.node !== cls.node) return [];
    return returnsOf(items.node).flatMap((rows) => handedRelations(context, { node: rows, rows, paging: undefined }, (model) => asked(django, cls, model), `per item of \`${cls.node.name}\``));
  });
}

function asked(django: DjangoProject, cls: ClassRef, model: DjangoModel): WrittenField[] {
  const own = PER_ITEM.flatMap((name): WrittenField[] => {
    const method = django.method(cls, name);
    if (method === undefined) return [];
    return [fieldOfReader(name, readsOfFunction(django, method, model, 1, cls), `\`${cls.node.name}.${name}\` (${placeIn(django, method)})`)];
  });
  const url = own.some(({ name }) => name === 'location') ? undefined : django.method(model, 'get_absolute_url');
  if (url === undefined) return own;
  // Sitemap.location asks for it
  const location = fieldOfReader('location', readsOfAttribute(django, model, 'get_absolute_url'), `\`${cls.node.name}.location\` (${placeIn(django, url)})`);
  return [...own, { ...location, reads: location.reads.filter(({ always }) => always) }];
}
