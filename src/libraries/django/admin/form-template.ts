import { textAt } from '../../../project/files.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { loadTemplate } from '../templates/loader.ts';
import { optionOf, resolverIn } from './classes.ts';
import { stringOf } from '../../../python/syntax/static.ts';

/** Templates inside templates that are followed. */
const MAX_DEPTH = 8;

/** What a template shows a form by (templates/admin/change_form.html, Django 3.2 to 6.0). */
const FORM = /\b(?:adminform|form|forms|fieldsets?|inline_admin_formsets?)\b/;

/** `change_form_template` names a page of the project's own that shows the row and no form, so that no options are asked for. */
export function showsNoForm(django: DjangoProject, cls: ClassRef): boolean {
  const option = optionOf(django, cls, 'change_form_template');
  let name = option === undefined ? undefined : stringOf(option, resolverIn(django, cls));
  for (let depth = 0; name !== undefined && depth < MAX_DEPTH; depth += 1) {
    const template = loadTemplate(django.root, name);
    // Django's own: the frame alone has no form
    if (template === undefined) return depth > 0 && /^admin\/base(?:_site)?\.html$/.test(name);
    if (FORM.test(withoutMarkup(textAt(template.path) ?? ''))) return false;
    name = template.parent;
  }
  return false;
}

/** Tags and variables of a template, without the HTML around them, which may have a form of another kind. */
function withoutMarkup(text: string): string {
  return [...text.matchAll(/\{[{%](.*?)[%}]\}/gs)].map(([, inside]) => inside).join('\n');
}
