import type { RelationRead } from '../../../model/query-call.ts';
import { classesIn } from '../admin/classes.ts';
import { heirsOf } from '../project/callers.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { returnedElsewhere } from '../values/own-values.ts';
import { NOWHERE } from '../querysets/path-loads.ts';
import { readsOfAttribute, readsOfFunction, readsOfLabel, type RowReads } from '../rows/row-reads.ts';
import { handedRelations } from '../serializers/calls.ts';
import { fieldOfReader, type WrittenField } from '../serializers/reads.ts';
import { placeIn } from '../project/shown-path.ts';
import { enterWith, type OrmContext } from '../values/values.ts';

/** A class of Django's that asks something of each of its `items()`. */
interface Listing {
  readonly base: RegExp;
  /** Methods of the class that are given an item. */
  readonly perItem: readonly string[];
  /** Which of them asks for the item's `get_absolute_url` where the class has none of its own. */
  readonly link: string;
  /** Those that give the item's text then, each with what takes its place. */
  readonly labels: Readonly<Record<string, string>>;
}

const LISTINGS: readonly Listing[] = [
  // contrib/sitemaps/__init__.py, `_urls`, Django 3.2 to 6.0
  { base: /^django\.contrib\.sitemaps\.(?:\w+\.)*Sitemap$/, perItem: ['location', 'lastmod', 'changefreq', 'priority', 'get_languages_for_item'], link: 'location', labels: {} },
  // contrib/syndication/views.py, `get_feed`, Django 3.2 to 6.0
  {
    base: /^django\.contrib\.(?:syndication\.views|gis\.feeds)\.Feed$/, link: 'item_link', labels: { item_title: 'title_template', item_description: 'description_template' },
    perItem: [
      'item_title', 'item_description', 'item_link', 'item_guid', 'item_author_name', 'item_author_email', 'item_author_link', 'item_pubdate', 'item_updateddate', 'item_categories', 'item_copyright',
      'item_comments', 'item_enclosures', 'item_enclosure_url', 'item_enclosure_length', 'item_enclosure_mime_type', 'item_extra_kwargs', 'item_geometry',
    ],
  },
];

/** Relations that the sitemaps and feeds of a module read for each of their items although `items()` gives them without. */
export function readItems(context: OrmContext): RelationRead[] {
  const { module, django } = context;
  if (!/[Ss]itemap|Feed/.test(module.text)) return [];
  return classesIn(module).flatMap((cls) => {
    const { externals } = django.names.ancestryOf(cls);
    const listing = LISTINGS.find(({ base }) => externals.some((path) => base.test(path)));
    const items = listing === undefined ? undefined : django.method(cls, 'items');
    // what a class inherits is told of where it stands
    if (listing === undefined || items?.module !== module || items.owner.node !== cls.node || isGoneOnWith(django, cls)) return [];
    const inner = givenObject(context, cls, items) ?? context;
    return returnsOf(items.node).flatMap((rows) => handedRelations(inner, { node: rows, rows, paging: undefined }, (model) => asked(django, listing, cls, model), `per item of \`${cls.node.name}\``));
  });
}

/** `items(self, shop)` of a feed is given what `get_object` of its class finds, in the context of that call. */
function givenObject(context: OrmContext, cls: ClassRef, items: FunctionRef): OrmContext | undefined {
  const [, parameter] = items.node.args.args;
  const method = parameter === undefined ? undefined : context.django.method(cls, 'get_object');
  const object = method === undefined ? undefined : returnedElsewhere(context, method, NOWHERE);
  return parameter === undefined || object === undefined ? undefined : enterWith(context, items.module, new Map([[parameter, object]]));
}

/** Every class that inherits from it has `items()` of its own, which go on with those of the class: what these load is decided there. */
function isGoneOnWith(django: DjangoProject, cls: ClassRef): boolean {
  const heirs = heirsOf(django, cls);
  return heirs.length > 0 && heirs.every((heir) => django.method(heir, 'items')?.owner.node === heir.node);
}

function asked(django: DjangoProject, { perItem, link, labels }: Listing, cls: ClassRef, model: DjangoModel): WrittenField[] {
  return perItem.flatMap((name): WrittenField[] => {
    const method = django.method(cls, name);
    if (method !== undefined) return [fieldOfReader(name, readsOfFunction(django, method, model, 1, cls), readerOf(django, cls, name, method))];
    const template = labels[name];
    if (template !== undefined && django.classAttribute(cls, template) === undefined) return byDefault(django, cls, name, model, '__str__', () => readsOfLabel(django, model));
    return name === link ? byDefault(django, cls, name, model, 'get_absolute_url', () => readsOfAttribute(django, model, 'get_absolute_url')) : [];
  });
}

/** What Django's own method asks of a row: a method of its model. */
function byDefault(django: DjangoProject, cls: ClassRef, name: string, model: DjangoModel, member: string, reads: () => RowReads): WrittenField[] {
  const method = django.method(model, member);
  if (method === undefined) return [];
  const field = fieldOfReader(name, reads(), readerOf(django, cls, name, method));
  return [{ ...field, reads: field.reads.filter(({ always }) => always) }];
}

function readerOf(django: DjangoProject, { node }: ClassRef, name: string, place: Parameters<typeof placeIn>[1]): string {
  return `\`${node.name}.${name}\` (${placeIn(django, place)})`;
}
