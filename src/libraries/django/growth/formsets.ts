import { lastName, resolveInModule, sequenceOf, stringOf } from '../../../python/syntax/static.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import type { Call } from '../../../python/nodes.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { DjangoProject } from '../project.ts';
import { gatheredPerProject } from '../project/project-memo.ts';
import { metaClass, metaList } from '../serializers/classes.ts';

/**
 * By the label of models: the fields that a formset sets of rows which are there already, since a row that it added would lack what no row can do without:
 * `modelformset_factory(Company, fields=("contact",))`. Whose row it is doesn't stand in them.
 */
export const setAfterwards = gatheredPerProject((found: Map<string, ReadonlySet<string>>, django) => {
  for (const { text, module } of django.files.all()) {
    if (!text.includes('modelformset_factory') || module === undefined) continue;
    for (const node of walk(module.ast, { nested: true })) {
      if (node.nodeType !== 'Call' || lastName(node.func) !== 'modelformset_factory') continue;
      const named = node.args[0] ?? keywordOf(node, 'model');
      const model = named === undefined ? undefined : django.modelOf(module, named);
      const fields = model === undefined ? undefined : fieldsOf(django, module, node);
      if (model === undefined || fields === undefined || ![...model.forward.values()].some((field) => isRequired(field) && !fields.includes(field.name))) continue;
      found.set(model.label, new Set([...(found.get(model.label) ?? []), ...fields]));
    }
  }
});

/** The fields that the forms of a formset show, where a list names them. */
function fieldsOf(django: DjangoProject, module: PyModule, call: Call): readonly string[] | undefined {
  const given = keywordOf(call, 'fields');
  if (given !== undefined) {
    const sequence = sequenceOf({ module, node: given }, resolveInModule);
    const names = sequence?.complete === true ? sequence.elements.map((place) => stringOf(place)) : [];
    return names.length === 0 || names.includes(undefined) ? undefined : names.filter((name) => name !== undefined);
  }
  const form = keywordOf(call, 'form');
  const cls = form === undefined ? undefined : django.resolveClass(module, form);
  const meta = cls === undefined ? undefined : metaClass(django, cls);
  const list = meta === undefined ? undefined : metaList(django, meta, 'fields');
  return list === undefined || list === 'all' ? undefined : list.map(({ text }) => text);
}

/** No form adds a row without it: it can't be null or empty, and nothing gives it a value. */
function isRequired({ nullable, blank, primaryKey, autoNow, parentLink, declaration }: DjangoField): boolean {
  return !nullable && !blank && !primaryKey && !autoNow && !parentLink && declaration !== undefined && keywordOf(declaration.node, 'default') === undefined;
}
