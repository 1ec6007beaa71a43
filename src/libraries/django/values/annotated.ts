import type { Call, ClassDef } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { hasDecorator } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { FunctionRef } from '../project/classes.ts';
import { managerClasses, managersOf } from '../querysets/manager-classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { speakersIn } from '../project/speakers.ts';
import { ormContext, querysetOf } from './values.ts';

/**
 * True for a cached property under whose name some query of its model annotates a value: the rows have the value on the object, where Python finds it before the property,
 * which then sends nothing (`cached_property` has no `__set__`: django/utils/functional.py, Django 2.2 to 6.0, and functools). Which lists go through that query isn't followed.
 */
export function isAnnotatedOver(django: DjangoProject, model: DjangoModel, { node }: FunctionRef): boolean {
  return hasDecorator(node, 'cached_property') && annotates(django, model, node.name);
}

/** True for a method under whose name some query of its model annotates a value, which templates find before the method, as they do what code sets on the rows. */
export function isShownInstead(django: DjangoProject, model: DjangoModel, { node }: FunctionRef): boolean {
  return annotates(django, model, node.name) || mayAnnotate(django, model, node.name) || isSetElsewhere(django, node.name);
}

/** Some query annotates such a value whose model nobody knows. */
function mayAnnotate(django: DjangoProject, model: DjangoModel, name: string): boolean {
  return speakersIn(django.files).of(name).some(({ file: { module } }) => module !== undefined && annotations(module, name).some((call) => {
    const found = querysetOf(ormContext(module, django), call)?.model;
    return found === undefined || found.label === model.label;
  }));
}

/** Some code gives a value of that name to rows: `order.total = total`, `Prefetch(…, to_attr="total")`. */
export function isSetElsewhere(django: DjangoProject, name: string): boolean {
  const given = new RegExp(`\\.${name}\\s*=[^=]|(?:to_attr\\s*=|\\bsetattr\\([^)]*,)\\s*["']${name}["']`);
  return speakersIn(django.files).of(name).some(({ file }) => given.test(file.text));
}

const annotates = oncePerKey((model: DjangoModel, name: string) => `${model.label}\0${name}`, (django, model, name) => {
  const managers = managersOf(django, model).flatMap((manager) => managerClasses(django, manager) ?? []).flatMap((cls) => django.names.ancestryOf(cls).classes);
  if (managers.some(({ module, node }) => annotations(module, name, node).length > 0)) return true;
  return speakersIn(django.files).of(name).some(({ file: { module } }) => module !== undefined && annotations(module, name).some((call) => querysetOf(ormContext(module, django), call)?.model?.label === model.label));
}, { answer: false });

/** The calls that annotate a value under `name`. */
function annotations(module: PyModule, name: string, within: ClassDef | PyModule['ast'] = module.ast): Call[] {
  if (!module.text.includes('annotate(')) return [];
  return [...walk(within, { nested: true })].flatMap((node) => (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'annotate' && node.keywords.some(({ arg }) => arg === name) ? [node] : []));
}
