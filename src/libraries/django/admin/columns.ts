import type { FunctionNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { hasDecorator, type Place, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { type RowRead, type RowReads, readsOfAttribute, readsOfExpression, readsOfFunction, readsOfLabel } from '../rows/row-reads.ts';
import { atLeast } from '../project/versions.ts';
import { leavesCheckboxPlain, replacesDefaultColumns } from './known-bases.ts';
import { listOption, optionOf, overrides, resolverIn } from './classes.ts';
import { givenList } from './given-lists.ts';

/** A column of a change list, with the relations that showing it reaches. */
export interface Column extends RowReads {
  /** As `list_display` names it; the function's name for callables. */
  readonly name: string;
  /** The element of `list_display`; undefined for what Django adds (default columns, the checkbox). */
  readonly place: Place | undefined;
  /** The name is a forward foreign key: such a column switches Django's automatic join on. */
  readonly isForeignKey: boolean;
  /** Django follows `a__b` by itself (5.1 and later). */
  readonly isLookup: boolean;
  /** The label of the checkbox in front of each row. */
  readonly isCheckbox: boolean;
  /** The function that computes it, where that is the project's own. */
  readonly fn: { readonly module: PyModule; readonly node: FunctionNode } | undefined;
}

/** A column of which nothing is known but its name and what it reads. */
export const PLAIN: Omit<Column, keyof RowReads | 'name'> = { place: undefined, isForeignKey: false, isLookup: false, isCheckbox: false, fn: undefined };

const NO_READS: RowReads = { reads: [], complete: true, queries: 0, firsts: [], exact: true };
const UNREADABLE: RowReads = { ...NO_READS, complete: false, exact: false };

/** The columns of a change list; undefined where they are computed at run time. */
export function columnsOf(django: DjangoProject, cls: ClassRef, model: DjangoModel): { readonly columns: readonly Column[]; readonly complete: boolean } | undefined {
  const given = givenList(django, cls, 'list_display');
  const option = given === 'unknown' && keepsListDisplay(django, cls) ? listOption(django, cls, 'list_display') : given;
  if (option === 'unknown') return undefined;
  if (option === 'absent' && django.names.ancestryOf(cls).externals.some((path) => replacesDefaultColumns(path))) return undefined;
  const places = option === 'absent' ? [undefined] : option.elements;
  const columns = places.map((place) => (place === undefined ? labelColumn(django, model, undefined) : columnOf(django, cls, model, place)));
  const checkbox = hasCheckbox(django, cls) ? [{ ...labelColumn(django, model, undefined), isCheckbox: true }] : [];
  return { columns: [...columns, ...checkbox], complete: option === 'absent' || option.complete };
}

/** `get_list_display` that adds to what the attribute lists, and takes nothing away. */
function keepsListDisplay(django: DjangoProject, cls: ClassRef): boolean {
  const method = django.method(cls, 'get_list_display');
  const text = method === undefined ? '' : method.module.source(method.node);
  return /super\(.*\)\.get_list_display|self\.list_display/.test(text) && !/remove|discard|\bpop\b|not in|filter|!=/.test(text);
}

/**
 * Since Django 5.0 the checkbox of each row is labelled with `str(obj)` (contrib/admin/options.py, `action_checkbox`). It is shown
 * as long as there is an action; `delete_selected` always is one, unless deleting is forbidden.
 */
function hasCheckbox(django: DjangoProject, cls: ClassRef): boolean {
  if (!atLeast(django.version, [5, 0]) || overrides(django, cls, 'get_actions', 'action_checkbox')) return false;
  if (django.names.ancestryOf(cls).externals.some((path) => leavesCheckboxPlain(path))) return false;
  const actions = optionOf(django, cls, 'actions');
  if (actions !== undefined && singletonOf(actions.node) === 'None') return false;
  const permission = django.method(cls, 'has_delete_permission');
  return permission === undefined || actions !== undefined || !/return\s+False/.test(permission.module.source(permission.node));
}

/** The label of a row: `__str__`. */
export function labelColumn(django: DjangoProject, model: DjangoModel, place: Place | undefined): Column {
  return { ...PLAIN, name: '__str__', place, ...readsOfLabel(django, model) };
}

/** What showing a name in a row reaches, as `list_display` and `readonly_fields` take it. */
export function columnOf(django: DjangoProject, cls: ClassRef, model: DjangoModel, place: Place): Column {
  const name = stringOf(place, resolverIn(django, cls));
  const plain = { ...PLAIN, place };
  if (name === undefined) return callableColumn(django, model, place);
  if (name === '__str__') return labelColumn(django, model, place);
  const field = model.fields.get(name);
  if (field !== undefined && isSingle(field)) return { ...plain, name, isForeignKey: !field.reverse, ...readsOfAttribute(django, model, name) };
  const isBack = field?.reverse === true && field.kind === 'foreign-key';
  if (field !== undefined && field.kind !== 'generic-foreign-key' && !isBack) return { ...plain, name, ...NO_READS };
  // what belongs to the row by another model's key is no field to Django: a method of that name goes before it (contrib/admin/utils.py, `_get_non_gfk_field`)
  const member = django.names.memberOf(cls, name);
  if (member?.kind === 'function') return { ...plain, name, fn: member, ...readsOfFunction(django, member, model, hasDecorator(member.node, 'staticmethod') ? 0 : 1, cls) };
  if (member?.kind === 'value') return { ...plain, name, ...readsOfValue(django, model, member) };
  const own = django.names.memberOf(model, name);
  if (own?.kind === 'function') return { ...plain, name, fn: own, ...readsOfAttribute(django, model, name) };
  if (own?.node.nodeType === 'Call') return { ...plain, name, ...readsOfAttribute(django, model, name) };
  if (isBack) return { ...plain, name, ...NO_READS };
  if (field !== undefined) return { ...plain, name, ...readsOfAttribute(django, model, name) };
  const steps = name.includes('__') && atLeast(django.version, [5, 1]) ? lookupSteps(model, name) : undefined;
  if (steps !== undefined) return { ...plain, name, isLookup: true, ...lookupReads(django, name, steps, place) };
  const complete = own !== undefined || name.endsWith('_id') || name === 'pk' || model.complete;
  return { ...plain, name, ...NO_READS, complete, exact: complete };
}

/** Django's list columns take keys and the reverse side of a one-to-one as they take fields. */
function isSingle({ kind, relation }: DjangoField): boolean {
  return (kind === 'foreign-key' || kind === 'one-to-one') && relation?.cardinality === 'to-one';
}

function callableColumn(django: DjangoProject, model: DjangoModel, { module, node }: Place): Column {
  const plain = { ...PLAIN, place: { module, node } };
  if (node.nodeType === 'Lambda') return { ...plain, name: 'lambda', ...readsOfExpression(django, module, node, model) };
  const fn = django.resolveFunction(module, node);
  const name = module.source(node);
  return fn === undefined ? { ...plain, name, ...UNREADABLE } : { ...plain, name, fn, ...readsOfFunction(django, fn, model, 0) };
}

/** A class attribute that holds a function; Django calls it as a method. */
function readsOfValue(django: DjangoProject, model: DjangoModel, { module, node }: Place): RowReads {
  if (node.nodeType === 'Lambda') return readsOfExpression(django, module, { ...node, args: { ...node.args, args: node.args.args.slice(1) } }, model);
  const fn = django.resolveFunction(module, node);
  return fn === undefined ? UNREADABLE : readsOfFunction(django, fn, model, 1);
}

/** The relations of a lookup such as `customer__region__name`; undefined where a part of it is no field. */
function lookupSteps(model: DjangoModel, lookup: string): DjangoField[] | undefined {
  const steps: DjangoField[] = [];
  let at: DjangoModel | undefined = model;
  for (const name of lookup.split('__')) {
    const field: DjangoField | undefined = at?.fields.get(name);
    if (field === undefined) return steps.length > 0 ? steps : undefined;
    if (field.relation?.cardinality !== 'to-one') return steps;
    steps.push(field);
    at = field.target;
  }
  return steps;
}

/** What following the lookup reads, and what the label of the row at its end reads where it ends with a key. */
function lookupReads(django: DjangoProject, lookup: string, steps: readonly DjangoField[], { module, node }: Place): RowReads {
  const reads = steps.map((_, index): RowRead => ({ steps: steps.slice(0, index + 1), module, node, through: [], always: true, guarded: false, climbs: false, use: 'rows', mixed: false }));
  const shown = steps.length === lookup.split('__').length ? steps.at(-1)?.target : undefined;
  const label = shown === undefined ? NO_READS : readsOfLabel(django, shown);
  return { ...label, reads: [...reads, ...label.reads.map((read) => ({ ...read, steps: [...steps, ...read.steps] }))] };
}
