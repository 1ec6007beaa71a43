import type { RelationRead } from '../../../model/query-call.ts';
import { enumerated, type Span } from '../../../model/text.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoProject } from '../project.ts';
import { readsOfLabel, type RowRead } from '../rows/row-reads.ts';
import { classIn, listOption, optionOf, ownSpanOf, resolverIn } from './classes.ts';
import { type Column, columnOf, labelColumn } from './columns.ts';
import type { Plan } from './eager-remedies.ts';
import { namedFields } from './forms.ts';
import { type Inline, inlinesIn, isSingle } from './inlines.ts';
import { touchedBy } from './kept.ts';
import { isQuietBase } from './known-bases.ts';
import { nameSpan } from '../project/name-span.ts';
import { loadingOfInline } from './loading.ts';
import { mendedRead, planOf } from './mended.ts';
import { costMarks, type MissingReads, missingReads, togetherMended } from './missing.ts';
import { refuses } from './permissions.ts';

/**
 * What the rows of the inlines that a module declares reach one by one: each is titled with its `__str__` (edit_inline/tabular.html and stacked.html),
 * and shows its read-only fields. The row they stand under is read again for each of them too (measured on Django 5.2: 20 rows whose label names it, 20 queries).
 */
export function inlineReads(django: DjangoProject, module: PyModule): RelationRead[] {
  return inlinesIn(django, module).flatMap((inline) => readsOf(django, inline));
}

function readsOf(django: DjangoProject, inline: Inline): RelationRead[] {
  const { cls, model } = inline;
  if (isSingle(django, inline) || !isPlainFormset(django, inline)) return [];
  const loading = loadingOfInline(django, cls, model);
  if (loading === undefined) return [];
  const title = optionOf(django, cls, 'template') === undefined ? [labelColumn(django, model, undefined)] : [];
  const columns = [...readOnlyColumns(django, inline), ...title];
  const missing = missingReads(django, columns, loading);
  const plan = planOf(django, { cls, loading, bare: undefined, inline: true }, columns, missing, true);
  return togetherMended(missing).map((group) => relationRead(django, plan, inline, group));
}

/** A set of forms of the project's own may load its rows as it likes. */
function isPlainFormset(django: DjangoProject, { cls }: Inline): boolean {
  const method = django.method(cls, 'get_formset');
  if (method !== undefined && /select_related|prefetch|queryset|formset\s*=/.test(method.module.source(method.node))) return false;
  const option = optionOf(django, cls, 'formset');
  const formset = option === undefined ? undefined : classIn(django, option.owner, option);
  if (option === undefined) return true;
  if (formset === undefined) return isQuietBase(django.names.externalPath(option.module, option.node) ?? 'unknown');
  return django.names.ancestryOf(formset).classes.every(({ module, node }) => !/select_related|prefetch|queryset|_loaded/.test(module.source(node)));
}

/** The read-only fields that an inline shows. */
export function readOnlyColumns(django: DjangoProject, { cls, model }: Inline): Column[] {
  const option = listOption(django, cls, 'readonly_fields');
  if (option === 'unknown' || touchedBy(django, cls, 'get_readonly_fields') === undefined || touchedBy(django, cls, 'get_fields') === undefined || touchedBy(django, cls, 'get_fieldsets') === undefined) return [];
  const named = namedFields(django, cls);
  if (named === 'unknown') return [];
  const shown = (option === 'absent' ? [] : option.elements).filter((place) => {
    const name = stringOf(place, resolverIn(django, cls));
    return name === undefined || named === undefined || named.some((field) => field.name === name);
  });
  // rows that nobody may change are text altogether
  const text = refuses(django, cls, 'has_change_permission') ? (named ?? []).flatMap(({ place }) => place ?? []) : [];
  return [...shown, ...text.filter((place) => !shown.some((other) => stringOf(other, resolverIn(django, cls)) === stringOf(place, resolverIn(django, cls))))].flatMap((place) => {
    const name = stringOf(place, resolverIn(django, cls));
    const field = name === undefined ? undefined : model.forward.get(name);
    const column = columnOf(django, cls, model, place);
    return [field?.kind === 'many-to-many' ? { ...column, reads: listedReads(django, field, column) } : column];
  });
}

/** A read-only field of several is the list of their labels (contrib/admin/helpers.py, `AdminReadonlyField.contents`). */
function listedReads(django: DjangoProject, field: DjangoField, { place }: Column): RowRead[] {
  const { target } = field;
  if (place === undefined || target === undefined) return [];
  const own: RowRead = { steps: [field], module: place.module, node: place.node, through: [], always: true, guarded: false, climbs: false, use: 'rows', mixed: false };
  return [own, ...readsOfLabel(django, target).reads.map((read) => ({ ...read, steps: [field, ...read.steps] }))];
}

function relationRead(django: DjangoProject, plan: Plan, { cls, model }: Inline, missing: MissingReads): RelationRead {
  return {
    ...mendedRead(django, plan, model, missing, (column) => spanOf(django, plan, column)),
    evidence: {
      task: 'read', runs: 'admin-page', around: [], spares: 'statements',
      scope: { kind: 'label', head: nameSpan(cls), subject: `for each row of the inline ${subjectOf(model.name, missing)}`, origin: 'children', rows: undefined, table: django.tableSize(model), ...costMarks(missing) },
    },
  };
}

function spanOf(django: DjangoProject, { cls }: Plan, { place }: Column): Span {
  return (place === undefined ? undefined : (ownSpanOf(django, cls, 'readonly_fields', place) ?? ownSpanOf(django, cls, 'fields', place))) ?? nameSpan(cls);
}

function subjectOf(model: string, missing: MissingReads): string {
  const columns = [...new Set(missing.flatMap(({ column, again }) => [column, ...again]).map(({ name }) => name))];
  const names = columns.filter((name) => name !== '__str__').map((name) => `\`${name}\``);
  return [...(names.length === 0 ? [] : [`for ${enumerated(names)}`]), ...(columns.includes('__str__') ? [`by \`${model}.__str__\`, its title`] : [])].join(', and ');
}
