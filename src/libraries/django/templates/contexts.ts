import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { bindingsOf, classAround, defaultOf, positionalOf, scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { isSelf, lastName, stringConstant, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { resolverIn } from '../admin/classes.ts';
import { argumentAt, heirsOf } from '../project/callers.ts';
import type { ClassRef } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { modelOfView } from '../serializers/view-rows.ts';
import type { Paging } from '../serializers/view-classes.ts';
import { nodesOf, ormContext, type OrmContext } from '../values/values.ts';
import { loadTemplate } from './loader.ts';
import { givenPage, mayPage, pageOf } from './pages.ts';
import type { Texts } from './reads.ts';
import type { Template } from './syntax.ts';

/** A template with a variable that code gives it. */
export interface Given {
  readonly node: PythonNode;
  readonly template: Template;
  readonly name: string;
  readonly value: ExprNode;
  /** What else the template has, where that is text. */
  readonly texts: Texts;
  /** The template has a page of the value. */
  readonly paging?: Paging | undefined;
}

/** One variable of a context. */
type Entry = Pick<Given, 'name' | 'value' | 'paging'>;

/**
 * The variables of templates in a module: of `render(request, "orders.html", {"orders": orders})`, of `get_context_data` of a class whose template is known, of what such a class
 * answers with (`self.render_to_response(context)`).
 */
export function contexts(context: OrmContext): Given[] {
  return nodesOf(context).flatMap((node) => {
    if (node.nodeType === 'Call') return ofCall(context, node);
    return isFunction(node) && node.name === 'get_context_data' ? ofContextData(context, node) : [];
  });
}

/** Files in which a name may stand for a template, one for each branch that sets it. */
const MOST_TEMPLATES = 4;

const RENDER = /^django\.(?:shortcuts\.render(?:_to_response)?|template\.loader\.render_to_string|template\.response\.(?:Simple)?TemplateResponse)$/;

/** Those that take no request first; `render_to_response` until Django 3.0. */
const WITHOUT_REQUEST = /(?:render_to_string|render_to_response|SimpleTemplateResponse)$/;

function ofCall(context: OrmContext, node: Call): Given[] {
  const { module, django } = context;
  const { func } = node;
  if (func.nodeType === 'Attribute' && func.attr === 'render_to_response' && isSelf(func.value)) return ofOwnAnswer(context, node);
  const path = django.names.externalPath(module, func) ?? '';
  if (!RENDER.test(path)) return [];
  const position = WITHOUT_REQUEST.test(path) ? 0 : 1;
  const named = node.args[position] ?? keywordOf(node, position === 0 && path.endsWith('string') ? 'template_name' : 'template') ?? keywordOf(node, 'template_name');
  const given = node.args[position + 1] ?? keywordOf(node, 'context');
  if (named === undefined || given === undefined) return [];
  return together(node, templatesNamed(context, named), entriesOf(context, given, 0), context);
}

/** `self.render_to_response(self.get_context_data(orders=orders))` */
function ofOwnAnswer(context: OrmContext, node: Call): Given[] {
  const given = node.args[0] ?? keywordOf(node, 'context');
  return given === undefined ? [] : together(node, templatesAround(context, node), entriesOf(context, given, 0), context);
}

function ofContextData(context: OrmContext, node: FunctionNode): Given[] {
  const templates = templatesAround(context, node.body[0] as PythonNode);
  if (templates.length === 0) return [];
  const returned = returnsOf(node).flatMap((value) => entriesOf(context, value, 0));
  return together(undefined, templates, returned, context);
}

/** @param node the call that fills the template, where one does */
function together(node: PythonNode | undefined, templates: readonly Template[], entries: readonly Entry[], { module }: OrmContext): Given[] {
  const texts = textsAmong(module, entries);
  return templates.flatMap((template) => entries.map((entry) => ({ node: node ?? entry.value, template, texts, ...entry })));
}

function textsAmong(module: PyModule, entries: readonly Entry[]): Texts {
  const found = new Map<string, string>();
  for (const { name, value } of entries) {
    const text = stringOf({ module, node: value });
    // of several of that name nobody knows which is last
    if (text !== undefined && entries.every((other) => other.name !== name || other.value === value)) found.set(name, text);
  }
  return found;
}

/** The templates that an expression may name: by itself, by what a name is set to or stands for where nobody gives another one, by an attribute of the class. */
function templatesNamed(context: OrmContext, node: ExprNode): Template[] {
  const names = [...new Set(namesOf(context, node))];
  return names.length > MOST_TEMPLATES ? [] : names.flatMap((name) => loadTemplate(context.django.root, name) ?? []);
}

function namesOf(context: OrmContext, node: ExprNode, depth = 0): string[] {
  const { module, django } = context;
  const text = stringOf({ module, node });
  if (text !== undefined || depth > MAX_DEPTH) return text === undefined ? [] : [text];
  if (node.nodeType === 'IfExp') return [...namesOf(context, node.body, depth + 1), ...namesOf(context, node.orelse, depth + 1)];
  if (node.nodeType === 'Attribute' && isSelf(node.value)) {
    const cls = classAround(module, node);
    const option = cls === undefined ? undefined : django.classAttribute({ module, node: cls }, node.attr);
    const name = cls === undefined || option === undefined ? undefined : stringOf({ module: option.module, node: option.value }, resolverIn(django, { module, node: cls }));
    return name === undefined ? [] : [name];
  }
  if (node.nodeType !== 'Name') return [];
  return reaching(module, node, node.id).flatMap(({ kind, value, path, name }) => {
    const set = kind === 'parameter' ? defaultOf(scopeOf(module, node), name) : kind === 'value' && path.length === 0 ? value : undefined;
    return set === undefined ? [] : namesOf(context, set, depth + 1);
  });
}

/** The templates of the class around a place: its own, else those of the classes that inherit from it. */
function templatesAround({ module, django }: OrmContext, node: PythonNode): Template[] {
  const cls = classAround(module, node);
  if (cls === undefined) return [];
  const view = { module, node: cls };
  const own = templateOf(django, view, modelOfView(django, view));
  if (own !== undefined) return [own];
  const heirs = heirsOf(django, view);
  if (heirs.length > MOST_TEMPLATES) return [];
  const found = heirs.flatMap((heir) => templateOf(django, heir, modelOfView(django, heir)) ?? []);
  return [...new Map(found.map((template) => [template.path, template])).values()];
}

/** How the template of a generic view is called that names none: `shop/order_list.html` (django/views/generic/detail.py and list.py, `template_name_suffix`). */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/\.FilterView$/, '_filter'], [/\.(?:ListView|MultipleObjectTemplateResponseMixin)$/, '_list'], [/\.DetailView$/, '_detail'], [/\.(?:CreateView|UpdateView)$/, '_form'], [/\.DeleteView$/, '_confirm_delete'],
];

/** The template of a view; undefined where code chooses it or nothing names it. */
export function templateOf(django: DjangoProject, cls: ClassRef, model: DjangoModel | undefined): Template | undefined {
  if (django.method(cls, 'get_template_names') !== undefined) return undefined;
  const option = django.classAttribute(cls, 'template_name');
  const name = option === undefined ? genericName(django, cls, model) : stringOf({ module: option.module, node: option.value }, resolverIn(django, cls));
  return name === undefined ? undefined : loadTemplate(django.root, name);
}

function genericName(django: DjangoProject, cls: ClassRef, model: DjangoModel | undefined): string | undefined {
  const { externals } = django.names.ancestryOf(cls);
  const suffix = SUFFIXES.find(([base]) => externals.some((path) => /^django(?:\.views\.generic|_filters\.views)\b/.test(path) && base.test(path)))?.[1];
  const own = django.classAttribute(cls, 'template_name_suffix');
  const written = own === undefined ? suffix : stringOf({ module: own.module, node: own.value });
  return model === undefined || suffix === undefined || written === undefined ? undefined : `${model.app}/${model.name.toLowerCase()}${written}.html`;
}

/** Dictionaries inside dictionaries, and names for them. */
const MAX_DEPTH = 5;

/** What a context holds that is written out, and what its function puts in besides. */
function entriesOf(context: OrmContext, node: ExprNode, depth: number): Entry[] {
  if (depth > MAX_DEPTH) return [];
  switch (node.nodeType) {
    case 'Dict':
      return node.keys.flatMap((key, index) => {
        const value = node.values[index];
        const name = key == null ? undefined : stringConstant(key);
        if (value == null) return [];
        return key == null ? entriesOf(context, value, depth + 1) : name === undefined ? [] : [{ name, value }];
      });
    case 'BinOp':
      return [...entriesOf(context, node.left, depth + 1), ...entriesOf(context, node.right, depth + 1)];
    case 'Call':
      if (isLocals(node)) return localsOf(context.module, node);
      if (isContextCall(context, node)) return entriesOfArguments(context, node, depth);
      return [...pagesGiven(context, node, depth), ...handedOn(context, node).flatMap((one) => entriesOf(context, one, depth + 1))];
    case 'Name': {
      const scope = scopeOf(context.module, node);
      const set = reaching(context.module, node, node.id).flatMap(({ kind, value, path }) => (kind === 'value' && value !== undefined && path.length === 0 ? entriesOf(context, value, depth + 1) : []));
      const put = isFunction(scope) ? (putIn(scope).get(node.id) ?? []) : [];
      return [...set, ...put.flatMap((one) => ('name' in one ? [one] : entriesOfArguments(context, one.call, depth)))];
    }
    default:
      return [];
  }
}

/** `dict(orders=orders)`, `super().get_context_data(orders=orders, **kwargs)`, `RequestContext(request, {"orders": orders})` */
function isContextCall({ module, django }: OrmContext, { func }: Call): boolean {
  if ((func.nodeType === 'Name' && func.id === 'dict') || lastName(func) === 'get_context_data') return true;
  return CONTEXT.test(django.names.externalPath(module, func) ?? '');
}

/** The arguments of `with_defaults({"orders": orders})` that a function of the project hands on in the dictionary which it gives: `{**variables, "year": year}`, `defaults.update(variables)`. */
function handedOn({ module, django }: OrmContext, call: Call): ExprNode[] {
  const fn = django.resolveFunction(module, call.func);
  if (fn === undefined || fn.node.decorator_list.length > 0) return [];
  const spread = spreadIn(fn.node);
  return positionalOf(fn.node.args).flatMap(({ arg }) => {
    const argument = spread.has(arg) ? argumentAt({ handed: { args: call.args, keywords: call.keywords, filled: 0 } }, fn.node, arg) : undefined;
    return argument === undefined || argument === 'default' ? [] : [argument];
  });
}

/** `context.update(paginate(request, orders))`: the page of what a function of the project is handed, under the name that it has in the dictionary which the function gives. */
function pagesGiven({ module, django }: OrmContext, call: Call, depth: number): Entry[] {
  const fn = django.resolveFunction(module, call.func);
  if (fn === undefined || fn.node.decorator_list.length > 0 || !mayPage(fn)) return [];
  const inner = ormContext(fn.module, django);
  return returnsOf(fn.node).flatMap((returned) => entriesOf(inner, returned, depth + 1)).flatMap(({ name, value }) => {
    const page = pageOf(inner, value);
    const given = page === undefined ? undefined : givenPage(page, fn, call);
    return given === undefined ? [] : [{ name, value: given.rows, paging: given.paging }];
  });
}

/** The names whose entries a function puts into the dictionary that it returns. */
const spreadIn = oncePer((fn: FunctionNode): ReadonlySet<string> => {
  const found = new Set<string>();
  const put = (node: ExprNode | null | undefined): void => {
    if (node?.nodeType === 'Name') found.add(node.id);
  };
  for (const returned of returnsOf(fn)) {
    put(returned);
    if (returned.nodeType === 'Dict') for (const [index, key] of returned.keys.entries()) if (key == null) put(returned.values[index]);
    const updates = returned.nodeType === 'Name' ? (putIn(fn).get(returned.id) ?? []) : [];
    for (const one of updates) if ('call' in one) for (const argument of one.call.args) put(argument);
  }
  return found;
});

/** Until Django 1.10 `render_to_response` took such an object, and `Template.render` still does. */
const CONTEXT = /^django\.template\.(?:context\.)?(?:Request)?Context$/;

function isLocals({ func, args, keywords }: Call): boolean {
  return func.nodeType === 'Name' && func.id === 'locals' && args.length === 0 && keywords.length === 0;
}

/** What each name of the function holds there, where that is one thing. */
function localsOf(module: PyModule, node: Call): Entry[] {
  const scope = scopeOf(module, node);
  if (!isFunction(scope)) return [];
  return [...bindingsOf(scope).keys()].flatMap((name) => {
    const value = soleValue(module, node, name);
    return value === undefined ? [] : [{ name, value }];
  });
}

function entriesOfArguments(context: OrmContext, { args, keywords }: Call, depth: number): Entry[] {
  return [...args.flatMap((one) => entriesOf(context, one, depth + 1)), ...keywords.flatMap(({ arg, value }) => (arg === undefined ? entriesOf(context, value, depth + 1) : [{ name: arg, value }]))];
}

/** By the name of a dictionary: `context["orders"] = orders`, and the calls of `context.update(…)`. */
const putIn = oncePer((fn: FunctionNode): ReadonlyMap<string, readonly (Entry | { readonly call: Call })[]> => {
  const found = new Map<string, (Entry | { readonly call: Call })[]>();
  const put = (holder: ExprNode, what: Entry | { readonly call: Call }): void => {
    if (holder.nodeType !== 'Name') return;
    const before = found.get(holder.id);
    if (before === undefined) found.set(holder.id, [what]);
    else before.push(what);
  };
  for (const node of walk(fn.body)) {
    if (node.nodeType === 'Assign') {
      for (const target of node.targets) {
        const name = target.nodeType === 'Subscript' ? stringConstant(target.slice) : undefined;
        if (target.nodeType === 'Subscript' && name !== undefined) put(target.value, { name, value: node.value });
      }
    } else if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'update') {
      put(node.func.value, { call: node });
    }
  }
  return found;
});
