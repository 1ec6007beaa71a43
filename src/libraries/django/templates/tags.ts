import type { Call, ExprNode } from '../../../python/nodes.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { singletonOf, stringConstant } from '../../../python/syntax/static.ts';
import type { FunctionRef } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';

/** A tag or filter of the project's own. */
export interface TemplateFunction extends FunctionRef {
  /** The template that it fills: that of an inclusion tag. */
  readonly template: string | undefined;
  /** It is given the context before anything else. */
  readonly takesContext: boolean;
}

/** The function of the project that templates call by a tag of that name; undefined where there are several. */
export function tagNamed(django: DjangoProject, name: string): TemplateFunction | undefined {
  return functionsOf(django).tags.get(name) ?? undefined;
}

/** The function of the project that templates call by a filter of that name; undefined where there are several. */
export function filterNamed(django: DjangoProject, name: string): TemplateFunction | undefined {
  return functionsOf(django).filters.get(name) ?? undefined;
}

type ByName = Map<string, TemplateFunction | null>;

/** By name: tags and filters, `null` for those that several libraries have. */
const functionsOf = oncePerProject((django): { readonly tags: ByName; readonly filters: ByName } => {
  const tags: ByName = new Map();
  const filters: ByName = new Map();
  for (const file of django.files.all()) {
    // a file is parsed when its module is asked for
    const module = /[/\\]templatetags[/\\]\w+\.py$/.test(file.path) ? file.module : undefined;
    if (module === undefined) continue;
    for (const node of module.functions.values()) {
      for (const decorator of node.decorator_list) {
        const call = decorator.nodeType === 'Call' ? decorator : undefined;
        const how = registering(call?.func ?? decorator);
        if (how === undefined || !isFunction(node)) continue;
        const fn: TemplateFunction = { module, node, template: how === 'inclusion_tag' ? templateOf(call) : undefined, takesContext: singletonOf(call === undefined ? undefined : keywordOf(call, 'takes_context')) === 'True' };
        const name = nameOf(how, call) ?? node.name;
        const found = how === 'filter' ? filters : tags;
        if (how !== 'inclusion_tag' || fn.template !== undefined) found.set(name, found.has(name) ? null : fn);
      }
    }
  }
  return { tags, filters };
});

type Way = 'inclusion_tag' | 'simple_tag' | 'filter';

/** `register.inclusion_tag` of a `Library` (django/template/library.py). */
function registering(func: ExprNode): Way | undefined {
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name' || func.value.id !== 'register') return undefined;
  return func.attr === 'inclusion_tag' || func.attr === 'simple_tag' || func.attr === 'filter' ? func.attr : undefined;
}

function nameOf(how: Way, call: Call | undefined): string | undefined {
  if (call === undefined) return undefined;
  return stringConstant(keywordOf(call, 'name') ?? (how === 'filter' ? call.args[0] : undefined));
}

function templateOf(call: Call | undefined): string | undefined {
  return call === undefined ? undefined : stringConstant(keywordOf(call, 'filename') ?? call.args[0]);
}

/** The variables of the template that an inclusion tag fills, each with the parameter whose value it is: `return {"user": user}`, `dict(user=user)`. */
export function variablesOf({ node }: FunctionRef): readonly { readonly name: string; readonly parameter: string }[] {
  return returnsOf(node).flatMap((returned) => {
    const entries: readonly (readonly [name: string | undefined, value: ExprNode | null | undefined])[] = returned.nodeType === 'Dict' ? returned.keys.map((key, index) => [stringConstant(key ?? undefined), returned.values[index]])
      : returned.nodeType === 'Call' && returned.func.nodeType === 'Name' && returned.func.id === 'dict' ? returned.keywords.map(({ arg, value }) => [arg, value]) : [];
    return entries.flatMap(([name, value]) => (name !== undefined && value?.nodeType === 'Name' ? [{ name, parameter: value.id }] : []));
  });
}
