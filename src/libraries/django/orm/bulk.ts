import type { Call } from '../../../python/nodes.ts';
import { singletonOf } from '../../../python/syntax/static.ts';
import { unseenBases } from '../models/models.ts';
import type { ClassRef, DjangoModel } from '../project.ts';
import { isKnownAgain } from '../models/uniqueness.ts';
import { atLeast } from '../project/versions.ts';
import type { OrmContext } from '../values/values.ts';
import type { DatabaseCall } from './calls.ts';
import { changedFields } from './changed-fields.ts';
import type { RowLoop } from './scopes.ts';

/** The rows lie in two tables, that of the model and that of a parent: Django refuses `bulk_create` for them (3.2 to 5.2). */
export function isChild(model: DjangoModel | undefined): boolean {
  const concrete = model?.proxy === true ? model.parents.find(({ proxy }) => !proxy) : model;
  return concrete?.parents.some(({ proxy }) => !proxy) === true;
}

/** False where Django takes no other way than row by row: rows of two tables, arguments that only the call of one row has. */
export function hasBulkForm(context: OrmContext, { method, call, instance, queryset }: DatabaseCall, rows: RowLoop): boolean {
  if (CREATES.test(method)) return !isTreeNode(context, queryset?.model) && !(method === 'create' && isChild(queryset?.model));
  if (method === 'save') return !(isChild(instance?.model) || isTreeNode(context, instance?.model)) || (instance?.unsaved !== true && !copiesRow(context, call, rows, instance?.model));
  if (method === 'delete' && instance !== undefined) return isPlainDelete(call);
  // `order.lines.add(line, bulk=False)` asks for one save each
  return method !== 'add' || call?.keywords.every(({ arg }) => arg !== 'bulk') === true;
}

const CREATES = /^(?:create|get_or_create|update_or_create)$/;

/** Rows of a tree: each takes its place in the tree as it is made, by the columns of those that are there (django-treebeard 4 and 5, django-mptt 0.16). */
const TREE_NODES = /^(?:MP_Node|NS_Node|AL_Node|MPTTModel)$/;

function isTreeNode({ django }: OrmContext, model: DjangoModel | undefined): boolean {
  if (model === undefined) return false;
  const { classes, externals } = django.names.ancestryOf(model);
  return classes.some(({ node }) => TREE_NODES.test(node.name)) || externals.some((path) => TREE_NODES.test(path.slice(path.lastIndexOf('.') + 1)));
}

/** `row.pk = None` before `row.save()`, or another key: the save inserts a new row. */
export function copiesRow(context: OrmContext, save: Call | undefined, rows: RowLoop, model: DjangoModel | undefined): boolean {
  const { names } = save === undefined ? { names: [] } : changedFields(context, save, rows, model);
  return names.some((field) => field === 'pk' || field === 'id' || model?.forward.get(field)?.primaryKey === true);
}

/**
 * Where the objects of a `bulk_create` get the keys that the database makes, as a sentence: PostgreSQL, MariaDB from 10.5 and, with Django 4.0, SQLite from 3.35 on give them back
 * (`can_return_rows_from_bulk_insert` of db/backends, Django 3.2 to 6.0). Nothing where the key is no number that the database counts.
 */
export function keysBack({ django }: OrmContext, model: DjangoModel | undefined): string {
  const key = [...(model?.forward.values() ?? [])].find(({ primaryKey }) => primaryKey);
  if (key !== undefined && !/^(?:Big|Small)?AutoField$/.test(key.type)) return '';
  return ` PostgreSQL and MariaDB 10.5${atLeast(django.version, [4, 0]) ? ', and SQLite 3.35,' : ''} give the objects their keys; elsewhere read them again where the keys are needed.`;
}

/** `delete()`, `delete(using="replica")`: a queryset takes no other argument, `keep_parents` neither. */
function isPlainDelete(call: Call | undefined): boolean {
  return call?.args.length === 0 && call.keywords.every(({ arg, value }) => arg === 'using' || (arg === 'keep_parents' && singletonOf(value) === 'False'));
}

/** The class overrides `delete()`: per row is then what runs it. Holds also for a class whose bases aren't there to say that it is a model. */
export function hasOwnDelete(context: OrmContext, write: DatabaseCall): boolean {
  const cls = write.method === 'delete' && write.instance !== undefined ? classOf(context, write) : undefined;
  return cls !== undefined && context.django.method(cls, 'delete') !== undefined;
}

/** The parent whose table holds a part of the rows. */
export function parentOf(model: DjangoModel | undefined): string | undefined {
  const concrete = model?.proxy === true ? model.parents.find(({ proxy }) => !proxy) : model;
  return concrete?.parents.find(({ proxy }) => !proxy)?.name;
}

/** The class whose rows a call writes: the model, or the project's class that is called so where its bases aren't there to tell. */
export function classOf({ module, django }: OrmContext, { instance, queryset }: DatabaseCall): ClassRef | undefined {
  const name = instance?.name ?? queryset?.name;
  const model = instance?.model ?? queryset?.model;
  if (model !== undefined) return model;
  return name === undefined ? undefined : django.resolveClass(module, { nodeType: 'Name', id: name, ctx: { nodeType: 'Load' }, lineno: 0, col_offset: 0 });
}

/** Classes that may have methods of their own which aren't there to read: bases from packages, or the model itself. */
export function unseenClasses(context: OrmContext, call: DatabaseCall): readonly string[] {
  const cls = classOf(context, call);
  const name = call.instance?.name ?? call.queryset?.name;
  if (cls === undefined) return name === undefined ? [] : [name];
  return unseenBases(context.django.names, cls);
}

/** A base from a package that may have a table of its own; what is called so is abstract as a rule. */
const ABSTRACT = /Abstract|Mixin|Model(Base)?$|^Base|Base$/;

/** The base class of a package that may have a table of its own, in which case `bulk_create` is refused. */
export function unseenParent({ django }: OrmContext, model: DjangoModel | undefined): string | undefined {
  return model === undefined ? undefined : unseenBases(django.names, model).find((name) => !ABSTRACT.test(name));
}

/** An upsert in bulk needs a constraint of the database on exactly these fields, and Django 4.1. */
export function canUpsert({ django }: OrmContext, model: DjangoModel | undefined, fields: readonly string[]): boolean {
  if (model === undefined || !atLeast(django.version, [4, 1]) || isChild(model) || fields.length === 0) return false;
  return isKnownAgain(model, fields);
}
