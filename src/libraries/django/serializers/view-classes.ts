import type { ExprNode, StmtNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf, isSuper, numberConstant, singletonOf, stringOf, valueAt } from '../../../python/syntax/static.ts';
import { methodAfter } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { ActionConditions, type Names } from './action-conditions.ts';
import { mayViewAskForLess } from './changing.ts';
import { isSerializer } from './classes.ts';

/** Views of REST framework that answer with a list. */
const LISTING = /^rest_framework\.(?:generics\.List\w*APIView|viewsets\.(?:ReadOnly)?ModelViewSet|mixins\.ListModelMixin)$/;

/**
 * Packages whose view classes and mixins leave alone how rows are loaded, by their documentation and sources. `rest_framework_json_api` prefetches by itself, as `rest_flex_fields` and
 * `dynamic_rest` do: whatever stands in no such package may load anything, and lists on it are not judged.
 */
const QUIET: ReadonlySet<string> = new Set([
  'rest_framework', 'rest_framework_extensions', 'rest_framework_nested', 'rest_framework_bulk', 'rest_framework_tracking', 'rest_framework_gis', 'rest_framework_csv', 'rest_framework_xml',
  'rest_framework_simplejwt', 'rest_framework_mongoengine', 'django_filters', 'django', 'drf_yasg', 'drf_spectacular', 'drf_excel', 'drf_renderer_xlsx', 'guardian', 'reversion', 'oauth2_provider', 'knox',
  'dj_rest_auth', 'waffle', 'braces', 'rules', 'mptt', 'django_tables2', 'typing', 'abc', 'object', 'unicef_restlib', 'vng_api_common', 'url_filter',
]);

/** True for views whose `list` shows rows page by page, by REST framework's own code. */
export function isListView(django: DjangoProject, cls: ClassRef): boolean {
  const methods = django.classAttribute(cls, 'http_method_names')?.value;
  if (methods !== undefined && (methods.nodeType === 'List' || methods.nodeType === 'Tuple') && !methods.elts.some((one) => one.nodeType === 'Constant' && one.value === 'get')) return false;
  return django.names.ancestryOf(cls).externals.some((path) => LISTING.test(path));
}

/** A base or mixin that isn't found may load anything. */
export function hasOpaqueBases(django: DjangoProject, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).externals.some((path) => !QUIET.has(path.split('.', 1)[0] ?? ''));
}

/** Methods of a view and its serializers through which `get_serializer_class` is followed. */
const MAX_DEPTH = 6;

/**
 * The serializers by which a view writes out the rows of an action: `serializer_class`, or whatever `get_serializer_class` may return for it. Undefined where that can't be told.
 *
 * @param action name of the action, `list` or that of an `@action` method
 */
export function serializersFor(django: DjangoProject, cls: ClassRef, action: string): readonly ClassRef[] | undefined {
  const found = new Choice(django, cls, action).method('get_serializer_class', undefined, 0);
  const serializers = found?.filter((one) => isSerializer(django, one) && !mayViewAskForLess(django, cls, one));
  return found === undefined || serializers === undefined || serializers.length < found.length || found.length === 0 ? undefined : serializers;
}

/** What `get_serializer_class` may return, where conditions on the action and on the method of the request are known. */
class Choice {
  readonly #django: DjangoProject;
  readonly #cls: ClassRef;
  readonly #action: string;
  readonly #conditions: ActionConditions;

  constructor(django: DjangoProject, cls: ClassRef, action: string) {
    this.#django = django;
    this.#cls = cls;
    this.#action = action;
    this.#conditions = new ActionConditions(django, cls, action);
  }

  method(name: string, after: ClassRef | undefined, depth: number): ClassRef[] | undefined {
    const found = methodAfter(this.#django, this.#cls, name, after);
    if (found !== undefined) return depth > MAX_DEPTH ? undefined : this.#block(found.node.body, found.owner, new Map(), depth).known;
    return name === 'get_serializer_class' ? this.#attribute('serializer_class') : undefined;
  }

  #attribute(name: string): ClassRef[] | undefined {
    const option = this.#django.classAttribute(this.#cls, name);
    const found = option === undefined ? undefined : this.#django.resolveClass(option.module, option.value);
    return found === undefined ? undefined : [found];
  }

  /** What a block returns, and whether all of it may be passed; `known` is undefined where a return can't be told. */
  #block(body: readonly StmtNode[], owner: ClassRef, names: Map<string, ExprNode>, depth: number): { known: ClassRef[] | undefined; passes: boolean } {
    let known: ClassRef[] = [];
    for (const statement of body) {
      if (statement.nodeType === 'Return') {
        const value = statement.value === undefined ? undefined : this.#value(statement.value, owner, names, depth);
        return { known: value === undefined ? undefined : [...known, ...value], passes: false };
      }
      if (statement.nodeType === 'Raise') return { known, passes: false };
      if (statement.nodeType === 'Assign' && statement.targets[0]?.nodeType === 'Name') names.set(statement.targets[0].id, statement.value);
      for (const { block, always } of this.#inner(statement, owner.module, names)) {
        const inner = this.#block(block, owner, names, depth);
        if (inner.known === undefined) return { known: undefined, passes: false };
        known = [...known, ...inner.known];
        if (!inner.passes && (always === true || (always === 'found' && inner.known.length > 0))) return { known, passes: false };
      }
    }
    return { known, passes: true };
  }

  /** The blocks of a statement that may be run. */
  #inner(statement: StmtNode, module: PyModule, names: Names): { block: readonly StmtNode[]; always: boolean | 'found' }[] {
    if (statement.nodeType === 'With') return [{ block: statement.body, always: true }];
    if (statement.nodeType === 'Try') return [{ block: statement.body, always: statement.handlers.length === 0 || 'found' }, ...statement.handlers.map(({ body }) => ({ block: body, always: false }))];
    if (statement.nodeType !== 'If') return [];
    const truth = this.#conditions.truth(statement.test, module, names);
    if (truth === undefined) return [{ block: statement.body, always: false }, { block: statement.orelse, always: false }];
    return [{ block: truth ? statement.body : statement.orelse, always: true }];
  }

  #value(expr: ExprNode, owner: ClassRef, names: Names, depth: number): ClassRef[] | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (expr.nodeType === 'IfExp') {
      const truth = this.#conditions.truth(expr.test, owner.module, names);
      const parts = truth === undefined ? [expr.body, expr.orelse] : [truth ? expr.body : expr.orelse];
      const values = parts.map((part) => this.#value(part, owner, names, depth + 1));
      return values.some((value) => value === undefined) ? undefined : values.flatMap((value) => value ?? []);
    }
    if (expr.nodeType === 'Name' && names.has(expr.id)) return this.#value(names.get(expr.id) as ExprNode, owner, new Map(), depth + 1);
    if (expr.nodeType === 'Attribute' && isSelf(expr.value)) return this.#attribute(expr.attr);
    if (expr.nodeType === 'Subscript') return this.#entry(expr.value, expr.slice, undefined, owner, names, depth);
    if (expr.nodeType === 'Call') return this.#call(expr, owner, names, depth);
    const cls = this.#django.resolveClass(owner.module, expr);
    return cls === undefined ? undefined : [cls];
  }

  #call(call: Extract<ExprNode, { nodeType: 'Call' }>, owner: ClassRef, names: Names, depth: number): ClassRef[] | undefined {
    const { func, args } = call;
    if (func.nodeType !== 'Attribute') return undefined;
    if (isSuper(func.value)) return this.method(func.attr, owner, depth + 1);
    if (isSelf(func.value)) return this.method(func.attr, undefined, depth + 1);
    const [key, fallback] = args;
    return func.attr === 'get' && key !== undefined ? this.#entry(func.value, key, fallback, owner, names, depth) : undefined;
  }

  /** `{"list": OrderListSerializer}.get(self.action, OrderSerializer)`, `self.serializer_classes[self.action]` */
  #entry(holder: ExprNode, key: ExprNode, fallback: ExprNode | undefined, owner: ClassRef, names: Names, depth: number): ClassRef[] | undefined {
    if (!this.#conditions.isAction(key.nodeType === 'Name' ? (names.get(key.id) ?? key) : key)) return undefined;
    const dict = this.#conditions.dictAt(holder, owner.module, names);
    if (dict === undefined) return undefined;
    const value = valueAt(dict, this.#action);
    if (value !== undefined) {
      const cls = this.#django.resolveClass(dict.module, value);
      return cls === undefined ? undefined : [cls];
    }
    return fallback === undefined ? [] : this.#value(fallback, owner, names, depth + 1);
  }
}

/** What is known of how a view cuts its list into pages. */
export interface Paging {
  /** Rows of a page where nobody asks for another number; undefined where that isn't known. */
  readonly size: number | undefined;
  /** False where nothing cuts it into pages: one answer holds all rows. */
  readonly paged: boolean;
}

/** How a view cuts its list into pages: by its `pagination_class`, else by the project's settings (rest_framework/pagination.py, `PAGE_SIZE`). */
export function pagingOf(django: DjangoProject, cls: ClassRef): Paging {
  const option = django.classAttribute(cls, 'pagination_class');
  const settings = settingsOf(django);
  if (option === undefined) return settings;
  if (singletonOf(option.value) === 'None') return { size: undefined, paged: false };
  return { size: sizeOf(django, option, settings.size), paged: true };
}

/** The rows of a page that a paginator gives: its own number, else that of the settings, as REST framework's classes do. What a call makes may have any number. */
function sizeOf(django: DjangoProject, { module, value }: { readonly module: PyModule; readonly value: ExprNode }, bySettings: number | undefined): number | undefined {
  const paginator = django.resolveClass(module, value);
  if (paginator === undefined) return django.names.externalPath(module, value) === undefined ? undefined : bySettings;
  const own = ['page_size', 'default_limit'].map((name) => django.classAttribute(paginator, name)).find((attribute) => attribute !== undefined);
  return own === undefined ? bySettings : numberConstant(own.value);
}

/** `REST_FRAMEWORK` of the one settings module that sets it. Several may stand for several environments. */
const settingsOf = oncePerProject((django): Paging => {
  const found: Paging[] = [];
  for (const file of django.files.all()) {
    if (!/^REST_FRAMEWORK\b/m.test(file.text)) continue;
    const dict = file.module?.constants.get('REST_FRAMEWORK');
    if (file.module === undefined || dict?.nodeType !== 'Dict') continue;
    const { module } = file;
    const paginator = valueAt({ module, node: dict }, 'DEFAULT_PAGINATION_CLASS');
    const own = paginator === undefined ? undefined : pageSizeIn(django, module, paginator);
    found.push({ paged: paginator !== undefined && singletonOf(paginator) !== 'None', size: own ?? numberConstant(valueAt({ module, node: dict }, 'PAGE_SIZE')) });
  }
  const [first, ...others] = found;
  if (first === undefined) return { size: undefined, paged: false };
  return others.every(({ size, paged }) => size === first.size && paged === first.paged) ? first : { size: undefined, paged: found.some(({ paged }) => paged) };
});

/** `page_size` of the paginator class that a dotted path in the settings names. */
function pageSizeIn(django: DjangoProject, module: PyModule, node: ExprNode): number | undefined {
  const [, from, name] = /^(.+)\.(\w+)$/.exec(stringOf({ module, node }) ?? '') ?? [];
  const path = from === undefined ? undefined : django.files.resolve(from, module);
  const target = path === undefined ? undefined : django.files.module(path);
  const cls = target === undefined || name === undefined ? undefined : target.classes.get(name);
  return cls === undefined || target === undefined ? undefined : numberConstant(django.classAttribute({ module: target, node: cls }, 'page_size')?.value);
}
