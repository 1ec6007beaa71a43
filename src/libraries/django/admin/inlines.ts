import type { PyModule } from '../../../python/syntax/module.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { classesIn, classIn, isInline, optionOf, registryOf, resolverIn } from './classes.ts';
import { givenList } from './given-lists.ts';
import { isReadOnly } from './permissions.ts';

/** An inline class with the models under whose rows it stands. */
export interface Inline {
  readonly cls: ClassRef;
  readonly model: DjangoModel;
  readonly parents: readonly DjangoModel[];
  /** Each admin that uses it refuses to add and to change: the form shows text instead of inputs (`get_inline_formsets` in contrib/admin/options.py, Django 4.2 to 5.2). */
  readonly isShownOnly: boolean;
}

/** The inline classes of a module that an admin of the project uses. */
export function inlinesIn(django: DjangoProject, module: PyModule): Inline[] {
  const parents = parentsOfInlines(django);
  return classesIn(module).flatMap((cls) => inlineOf(django, cls, parents.get(keyOf(cls))) ?? []);
}

/** Every inline class that an admin of the project uses, under rows of which there may be several each. */
export function inlinesOf(django: DjangoProject): Inline[] {
  return [...parentsOfInlines(django).values()].flatMap((uses) => inlineOf(django, uses.cls, uses) ?? []).filter((inline) => !isSingle(django, inline));
}

function inlineOf(django: DjangoProject, cls: ClassRef, uses: Uses | undefined): Inline | undefined {
  if (uses === undefined || !isInline(django, cls)) return undefined;
  const option = optionOf(django, cls, 'model');
  const model = option === undefined ? undefined : django.modelOf(option.module, option.node);
  return model === undefined ? undefined : { cls, model, parents: uses.models, isShownOnly: uses.admins.every((admin) => isReadOnly(django, admin)) };
}

interface Uses {
  readonly cls: ClassRef;
  readonly admins: readonly ClassRef[];
  readonly models: readonly DjangoModel[];
}

const parentsOfInlines = oncePerProject((django): ReadonlyMap<string, Uses> => {
  const found = new Map<string, Uses>();
  for (const { admin, model } of registryOf(django).registrations) {
    const inlines = admin === undefined ? 'absent' : givenList(django, admin, 'inlines');
    for (const place of typeof inlines === 'string' ? [] : inlines.elements) {
      const cls = typeof inlines === 'string' ? undefined : classIn(django, inlines.owner, place);
      const known = cls && found.get(keyOf(cls));
      if (cls !== undefined && admin !== undefined) found.set(keyOf(cls), { cls, admins: [...(known?.admins ?? []), admin], models: [...(known?.models ?? []), model] });
    }
  }
  return found;
});

/** Says of a field of an inline's rows whether they show it: the key that ties them to the row they stand under is hidden. */
export function shownBeside(django: DjangoProject, { cls, parents }: Inline): (field: DjangoField) => boolean {
  const resolve = resolverIn(django, cls);
  const [key, type] = ['fk_name', 'ct_field'].map((name) => optionOf(django, cls, name)).map((option) => (option === undefined ? undefined : stringOf(option, resolve)));
  const isGeneric = django.names.ancestryOf(cls).externals.some((path) => /Generic\w*Inline/.test(path));
  return (field) => {
    if (field.name === key || field.name === type || (isGeneric && field.name === 'content_type')) return false;
    return key !== undefined || isGeneric || !parents.some((parent) => isModelOrParent(field, parent));
  };
}

/** True where the row that the inline stands under has one of its rows at most. */
export function isSingle(django: DjangoProject, inline: Inline): boolean {
  const isShown = shownBeside(django, inline);
  const tie = [...inline.model.forward.values()].find((field) => (field.kind === 'foreign-key' || field.kind === 'one-to-one') && !isShown(field));
  return tie?.kind === 'one-to-one';
}

/** The key that ties the inline to the row it stands under. */
function isModelOrParent({ target }: DjangoField, parent: DjangoModel): boolean {
  return target !== undefined && [parent, ...parent.parents].some(({ label }) => label === target.label);
}
