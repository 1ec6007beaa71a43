import type { BrokenQuery } from '../../../model/query-call.ts';
import { enumerated } from '../../../model/text.ts';
import type { ExprNode } from '../../../python/nodes.ts';
import { ownAttribute, stringConstant, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { adminsIn, listOption, opaqueBases, optionOf, overrides, ownMethod, resolverIn } from '../admin/classes.ts';
import { searchEntries, type SearchEntry } from '../admin/search.ts';
import type { ClassRef } from '../project/classes.ts';
import { isNoJoin } from '../querysets/lookups.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import { atLeast } from '../project/versions.ts';
import { joinsInstead } from './chains.ts';

/** Options and `get_queryset` of the admin classes of a module that Django can't work with. */
export function brokenAdmin(context: OrmContext): BrokenQuery[] {
  const { django, module } = context;
  return adminsIn(django, module).flatMap(({ cls, models }) => [...noLists(cls), ...returnsOther(context, cls), ...models.slice(0, 1).flatMap((model) => [...joinsMany(django, cls, model), ...searchesRelations(django, cls, model)])]);
}

/** Options that are lists (contrib/admin/checks.py: E107, E112, E117, E126, E001, E036). */
const LISTS = ['list_display', 'list_filter', 'list_select_related', 'search_fields', 'raw_id_fields', 'autocomplete_fields'];

/** `list_filter = ("status")`: a text in parentheses, not a tuple. Servers that import the application start without the checks. */
function noLists({ module, node }: ClassRef): BrokenQuery[] {
  return LISTS.flatMap((name) => {
    const value = ownAttribute(node, name);
    const text = stringConstant(value);
    if (value === undefined || text === undefined) return [];
    const span = module.range(value);
    const inParentheses = module.text[span[1]] === ')';
    const edit = inParentheses ? { span: [span[1], span[1]] as const, text: ',' } : { span, text: `(${module.source(value)},)` };
    return [{ span, problem: `\`${name}\` is a text, not a list: the system checks refuse it, and so \`runserver\` and \`migrate\` do.`, advice: `Write \`${name} = ("${text}",)\`.`, remedies: [{ title: 'Make it a tuple', edits: [edit], safety: { changes: 'the system checks pass' } }] }];
  });
}

/**
 * `ChangeList.get_queryset` takes errors of a filter for a broken database and shows `?e=1` (contrib/admin/views/main.py): lists, raw querysets and functions, measured on
 * Django 4.2, 5.2 and 6.0. Slices come as far as the order up to 4.2, and fail there.
 */
function returnsOther(context: OrmContext, cls: ClassRef): BrokenQuery[] {
  const { module } = cls;
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return [];
  return [...walk(method.body)].flatMap((statement) => {
    const value = statement.nodeType === 'Return' ? statement.value : undefined;
    const what = value === undefined ? undefined : otherThanQueryset(context, value);
    if (value === undefined || what === undefined) return [];
    return [{
      span: module.range(value), remedies: [],
      problem: `\`get_queryset\` returns ${what}: the list ${
        what === 'a slice' && !atLeast(context.django.version, [5, 0]) ? "can't order it, and fails with TypeError." : 'can\'t filter it, and shows "Something\'s wrong with your database installation" instead of an error.'
      }`,
      advice: what === 'a slice' ? 'Leave the slice out: the list pages by itself.' : 'Return a queryset.',
    }];
  });
}

function otherThanQueryset(context: OrmContext, value: ExprNode): string | undefined {
  if (value.nodeType === 'Lambda') return 'a function';
  if (value.nodeType === 'List' || value.nodeType === 'ListComp') return 'a list';
  if (value.nodeType === 'Call' && value.func.nodeType === 'Name' && /^(?:list|sorted|tuple)$/.test(value.func.id)) return 'a list';
  if (value.nodeType === 'Call' && value.func.nodeType === 'Call' && /^cacheops(?:\.\w+)*\.cached(?:_as)?$/.test(context.django.names.externalPath(context.module, value.func.func) ?? '')) return 'a function';
  const raw = value.nodeType === 'Call' && value.func.nodeType === 'Attribute' && value.func.attr === 'raw' ? valueOf(context, value.func.value) : undefined;
  if (raw?.kind === 'queryset') return 'a raw queryset';
  if (value.nodeType === 'Subscript' && value.slice.nodeType === 'Slice') {
    const base = value.value;
    const isQueryset = valueOf(context, base)?.kind === 'queryset' || /\bsuper\(|\.get_queryset\(/.test(context.module.source(base));
    return isQueryset ? 'a slice' : undefined;
  }
  const given = valueOf(context, value);
  return given?.kind === 'queryset' && given.slice !== undefined && given.joined !== true ? 'a slice' : undefined;
}

/** `list_select_related = ("tags",)`: FieldError, since tags are many. */
function joinsMany(django: DjangoProject, cls: ClassRef, model: DjangoModel): BrokenQuery[] {
  const option = listOption(django, cls, 'list_select_related');
  if (typeof option === 'string' || option.owner.node !== cls.node) return [];
  const wrong = option.elements.flatMap((place) => {
    const path = stringOf(place, resolverIn(django, cls));
    return path !== undefined && place.module === cls.module && isNoJoin(model, path) ? [{ path, place }] : [];
  });
  const [first] = wrong;
  if (first === undefined) return [];
  return [{
    span: cls.module.range(first.place.node), remedies: [],
    problem: `\`list_select_related\` can't follow ${enumerated(wrong.map(({ path }) => `\`${path}\``))}: the list fails with FieldError.`,
    advice: joinsInstead(model, wrong.map(({ path }) => path)) ?? 'It follows keys to one row; prefetch relations to many in `get_queryset`.',
  }];
}

/**
 * `search_fields = ("customer",)`: Django asks for `customer__icontains`, and no relation knows that lookup: FieldError at every search, also at that of an autocomplete
 * field elsewhere (`construct_search` in contrib/admin/options.py, measured on Django 4.2 and 5.2), and no other than for `customer_id`. No system check looks at it.
 */
function searchesRelations(django: DjangoProject, cls: ClassRef, model: DjangoModel): BrokenQuery[] {
  if (opaqueBases(django, cls).length > 0 || overrides(django, cls, 'get_search_fields', 'get_search_results') || optionOf(django, cls, 'search_fields')?.owner.node !== cls.node) return [];
  const wrong = searchEntries(django, cls, model).filter(({ isRelation, place }) => isRelation && place.module === cls.module);
  const [first] = wrong;
  if (first === undefined) return [];
  const column = wrong.length > 1 ? undefined : columnToSearch(first);
  const names = enumerated(wrong.map(({ name }) => `\`${name}\``));
  return [{
    span: cls.module.range(first.place.node), remedies: [],
    problem: `\`search_fields\` names ${names}, ${wrong.length > 1 ? 'which are relations and no columns' : 'which is a relation, not a column'}: every search of the list fails with FieldError.`,
    advice: column === undefined ? `Name a column of what ${wrong.length > 1 ? 'each of them' : 'it'} leads to.` : `Name a column of \`${column.model}\`, as in \`"${column.entry}"\`.`,
  }];
}

/** A text of the other model by which somebody may look for its rows. */
function columnToSearch({ name, path, target }: SearchEntry): { readonly model: string; readonly entry: string } | undefined {
  const texts = [...(target?.forward.values() ?? [])].filter(({ type, choices }) => /^(?:Char|Text|Email|Slug)Field$/.test(type) && !choices).map((one) => one.name);
  const text = ['name', 'title', 'username', 'email'].find((usual) => texts.includes(usual)) ?? texts[0];
  return target === undefined || text === undefined ? undefined : { model: target.name, entry: `${/^[\^=@]/.exec(name)?.[0] ?? ''}${[...path, text].join('__')}` };
}
