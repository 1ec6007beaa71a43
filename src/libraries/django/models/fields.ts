import type { Field } from '../../../model/data-model.ts';
import type { Call, ExprNode, StmtNode } from '../../../python/nodes.ts';
import { statementsIn, type PyModule } from '../../../python/syntax/module.ts';
import { lastName, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef, Names } from '../project/classes.ts';
import type { DjangoModel } from './models.ts';

/** Which kind of relation a field declares; undefined for plain columns. */
export type RelationKind = 'foreign-key' | 'one-to-one' | 'many-to-many' | 'generic-foreign-key' | 'generic-relation';

/** A field of a Django model, or the accessor of a relation that another model declares. */
export interface DjangoField extends Field {
  readonly kind: RelationKind | undefined;
  /** Declared by the other model: `order.items`, `user.profile`. */
  readonly reverse: boolean;
  /** Name in lookups and in `select_related`; differs from `name` for reverse relations only. */
  readonly queryName: string;
  /** Name of the attribute that holds the key without a query (`customer_id`), for forward keys. */
  readonly attname: string | undefined;
  /** Something couldn't be read that may change whether it can be null, is editable or has choices. */
  readonly uncertain: boolean;
  /** The values are limited, or may be: a column class of the project's own can bring choices. */
  readonly choices: boolean;
  readonly blank: boolean;
  readonly editable: boolean;
  readonly autoNow: boolean;
  /** Every `save()` sets it anew (`auto_now`); `auto_now_add` sets it once only. */
  readonly renewed: boolean;
  readonly primaryKey: boolean;
  /** The column is in the table of a concrete parent (multi-table inheritance, proxies). */
  readonly inherited: boolean;
  /** The key from a child to its parent in multi-table inheritance. */
  readonly parentLink: boolean;
  /** Many-to-many through a model of the project's own. */
  readonly through: boolean;
  /** `limit_choices_to` leaves a handful of rows at most, or can't be read, or the field's class makes an input of its own. One that only filters is no limit. */
  readonly limited: boolean;
  /** The model at the other end, where it is found. */
  readonly target: DjangoModel | undefined;
  readonly declaration: { readonly module: PyModule; readonly node: Call } | undefined;
}

/** A relation or column as a class body declares it. */
export interface FieldDeclaration {
  readonly name: string;
  readonly module: PyModule;
  readonly call: Call;
  /** Class of the field: `ForeignKey`, `CharField`, or the project's own name for it. */
  readonly type: string;
  readonly kind: RelationKind | undefined;
  /** The project's own field class, or one of a package, may set options by itself. */
  readonly custom: boolean;
  /** The project's own field class makes its form field itself: `formfield()`. */
  readonly ownInput: boolean;
}

const KINDS: Readonly<Record<string, RelationKind>> = {
  ForeignKey: 'foreign-key',
  OneToOneField: 'one-to-one',
  ManyToManyField: 'many-to-many',
  GenericForeignKey: 'generic-foreign-key',
  GenericRelation: 'generic-relation',
};

/** Relation fields of other packages that behave as Django's do: mptt, modelcluster, django-annoying, sortedm2m, smart-selects. */
const FOREIGN_KINDS: Readonly<Record<string, RelationKind>> = {
  TreeForeignKey: 'foreign-key',
  TreeOneToOneField: 'one-to-one',
  TreeManyToManyField: 'many-to-many',
  ParentalKey: 'foreign-key',
  ParentalManyToManyField: 'many-to-many',
  AutoOneToOneField: 'one-to-one',
  SortedManyToManyField: 'many-to-many',
  ChainedForeignKey: 'foreign-key',
};

/** Columns of other packages that are Django's with dates of their own: neither a null nor an index comes with them (django-extensions 3 and 4, django-model-utils 4 and 5). */
const FOREIGN_DATES = /^(?:django_extensions\.db\.fields\.(?:Creation|Modification)DateTimeField|model_utils\.fields\.(?:AutoCreated|AutoLastModified)Field)$/;

/** The fields that a class body declares itself, in order. The second of a name wins, as in Python. */
export function declaredFields(names: Names, { module, node }: ClassRef): Map<string, FieldDeclaration | 'removed'> {
  const found = new Map<string, FieldDeclaration | 'removed'>();
  for (const statement of statementsIn(node.body)) {
    const [name, value] = assignmentOf(statement);
    if (name === undefined || value === undefined) continue;
    const declaration = value.nodeType === 'Call' ? declarationOf(names, module, name, value) : undefined;
    if (declaration !== undefined) found.set(name, declaration);
    else if (singletonOf(value) === 'None') found.set(name, 'removed');
  }
  return found;
}

function assignmentOf(statement: StmtNode): [name: string | undefined, value: ExprNode | undefined] {
  if (statement.nodeType === 'AnnAssign') return [statement.target.nodeType === 'Name' ? statement.target.id : undefined, statement.value];
  if (statement.nodeType !== 'Assign' || statement.targets.length !== 1) return [undefined, undefined];
  const [target] = statement.targets;
  return [target?.nodeType === 'Name' ? target.id : undefined, statement.value];
}

function declarationOf(names: Names, module: PyModule, name: string, call: Call): FieldDeclaration | undefined {
  const written = lastName(call.func);
  if (!/^[A-Z]/.test(written)) return undefined;
  const cls = names.resolveClass(module, call.func);
  if (cls === undefined) {
    const foreign = FOREIGN_KINDS[written];
    const kind = foreign ?? KINDS[written];
    const isField = kind !== undefined || /(Field|Key)$/.test(written);
    const path = names.externalPath(module, call.func) ?? '';
    const custom = foreign === undefined && !path.startsWith('django.') && !FOREIGN_DATES.test(path);
    return isField ? { name, module, call, type: written, kind, custom, ownInput: false } : undefined;
  }
  const base = names.ancestryOf(cls).externals.map(lastSegment).find((external) => KINDS[external] ?? FOREIGN_KINDS[external] ?? /(Field|Key)$/.test(external));
  if (base === undefined) return undefined;
  const sets = names.method(cls, '__init__') !== undefined;
  const ownInput = names.method(cls, 'formfield') !== undefined;
  return { name, module, call, type: base, kind: KINDS[base] ?? FOREIGN_KINDS[base], custom: sets, ownInput };
}


function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** A keyword argument of a call. */
export function keywordOf(call: Call, name: string): ExprNode | undefined {
  return call.keywords.find(({ arg }) => arg === name)?.value;
}

export function hasUnknownKeywords(call: Call): boolean {
  // py-ast leaves `arg` undefined for **kwargs
  return call.keywords.some(({ arg }) => (arg as string | null | undefined) == null);
}

export type Flag = boolean | 'unknown';

/** A boolean keyword: its value, `fallback` where it isn't given, unknown where it isn't a literal. */
export function flagOf(call: Call, name: string, fallback: boolean): Flag {
  const value = keywordOf(call, name);
  if (value === undefined) return hasUnknownKeywords(call) ? 'unknown' : fallback;
  const literal = singletonOf(value);
  if (literal === 'True') return true;
  return literal === 'False' || literal === 'None' ? false : 'unknown';
}

/** The expression that names the other end of a relation. */
export function targetExpr({ call, kind }: FieldDeclaration): ExprNode | undefined {
  if (kind === undefined || kind === 'generic-foreign-key') return undefined;
  return call.args[0] ?? keywordOf(call, 'to');
}

/** `related_name` with Django's placeholders filled in; undefined where it isn't given, null where it isn't static. */
export function relatedName({ call, module }: FieldDeclaration, keyword: 'related_name' | 'related_query_name', owner: { app: string; name: string }): string | undefined | null {
  const value = keywordOf(call, keyword);
  if (value === undefined || singletonOf(value) === 'None') return undefined;
  const text = stringOf({ module, node: value });
  if (text === undefined) return null;
  const lower = owner.name.toLowerCase();
  return text.replaceAll('%(class)s', lower).replaceAll('%(model_name)s', lower).replaceAll('%(app_label)s', owner.app.toLowerCase());
}

/**
 * `item.order` of `order.items.all()`, `profile.user` of `user.profile`: the row that it was reached from, which Django gives to what it reads through it, prefetched or not
 * (db/models/fields/related_descriptors.py, `_known_related_objects`, `get_prefetch_queryset`, Django 3.2 to 5.2).
 */
export function leadsBack(before: DjangoField | undefined, field: DjangoField): boolean {
  const isSame = before?.declaration !== undefined && before.declaration.node === field.declaration?.node && before.reverse !== field.reverse;
  return isSame && ((before.reverse && before.kind === 'foreign-key') || before.kind === 'one-to-one');
}
