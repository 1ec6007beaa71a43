import { stringOf } from '../../../python/syntax/static.ts';
import { classIn, DEFAULT_SITE, listOption, optionOf, type Registration, registryOf, resolverIn } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';

/** A model as one admin site shows it: a list and a change form. */
export interface AdminPages {
  readonly model: DjangoModel;
  readonly admin: ClassRef | undefined;
  /** The namespace of the site's addresses. */
  readonly namespace: string;
}

/** One for each model of each site, in the order of the files; where it is registered again, the last one counts. */
export function adminPages(django: DjangoProject): AdminPages[] {
  const found = new Map<string, AdminPages>();
  for (const registration of registryOf(django).registrations) {
    const { model, admin } = registration;
    const namespace = namespaceOf(django, registration);
    if (!model.abstract) found.set(`${namespace}:${model.label}`, { model, admin, namespace });
  }
  return [...found.values()];
}

/** The name that the object of a site is made with (`AdminSite(name="support")`); `admin` else, which is Django's default. */
function namespaceOf(django: DjangoProject, { site }: Registration): string {
  const [path = '', line] = site.split('\0');
  const module = site === DEFAULT_SITE ? undefined : django.files.module(path);
  const made = [...(module?.constants.values() ?? [])].find((value) => String(value.lineno) === line);
  const name = made?.nodeType === 'Call' ? (keywordOf(made, 'name') ?? made.args[0]) : undefined;
  return (module === undefined || name === undefined ? undefined : stringOf({ module, node: name })) ?? 'admin';
}

/** Rows that stand on the change form of another row. */
export interface InlineRows {
  readonly model: DjangoModel;
  /** The key of theirs that points to it. */
  readonly key: DjangoField;
}

/** The inlines of an admin whose rows are tied to the form's by one key. */
export function inlinesOf(django: DjangoProject, { admin, model }: AdminPages): InlineRows[] {
  const inlines = admin === undefined ? 'absent' : listOption(django, admin, 'inlines');
  if (typeof inlines === 'string') return [];
  return inlines.elements.flatMap((place) => {
    const cls = classIn(django, inlines.owner, place);
    const option = cls === undefined ? undefined : optionOf(django, cls, 'model');
    const inline = option === undefined ? undefined : django.modelOf(option.module, option.node);
    const key = cls === undefined || inline === undefined ? undefined : keyOfInline(django, cls, inline, model);
    return inline === undefined || key === undefined ? [] : [{ model: inline, key }];
  });
}

/** `fk_name`, else the only key to the form's model or one that it extends. */
function keyOfInline(django: DjangoProject, cls: ClassRef, inline: DjangoModel, model: DjangoModel): DjangoField | undefined {
  const given = optionOf(django, cls, 'fk_name');
  const named = given === undefined ? undefined : stringOf(given, resolverIn(django, cls));
  const labels = [model, ...model.parents].map(({ label }) => label);
  const keys = [...inline.forward.values()].filter(({ kind, target }) => (kind === 'foreign-key' || kind === 'one-to-one') && target !== undefined && labels.includes(target.label));
  if (named !== undefined) return keys.find(({ name }) => name === named);
  return keys.length === 1 ? keys[0] : undefined;
}
