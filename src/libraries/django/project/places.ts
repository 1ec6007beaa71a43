import { ownPath } from '../../../project/root.ts';
import type { Runs } from '../../../model/evidence.ts';
import { oncePer } from '../../../project/memo.ts';
import type { FunctionNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { parametersOf, scopeOf } from '../../../python/syntax/bindings.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { callersOf, functionAround, isTask } from './callers.ts';
import { type FunctionRef, keyOf } from './classes.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from './project-memo.ts';

/** Functions that are climbed over to whoever says where code runs. */
const MOST_HOPS = 3;

/** Where code runs: by its file's place and the function around it, else where all that call this function run. */
export function runsAt(django: DjangoProject, module: PyModule, node: PythonNode, hops = 0): Runs {
  const own = placeOf(module, node);
  const fn = own === 'unknown' && hops < MOST_HOPS ? functionAround(module, node) : undefined;
  return fn === undefined ? own : placeOfCallers(django, fn, hops);
}

/** @param hops how many functions were climbed over */
const placeOfCallers = oncePerKey((fn: FunctionRef, hops: number) => `${keyOf(fn)}\0${String(hops)}`, (django, fn, hops): Runs => {
  const { sites, isOpen } = callersOf(django, fn);
  const [first, ...others] = isOpen ? [] : sites;
  const runs = first === undefined ? 'unknown' : runsAt(django, first.module, first.node, hops + 1);
  return runs !== 'unknown' && others.every((site) => runsAt(django, site.module, site.node, hops + 1) === runs) ? runs : 'unknown';
});

/** Methods of admin classes and forms that take what a form is sent with (contrib/admin/options.py, forms/forms.py and forms/models.py, Django 3.2 to 6.0). */
const TAKING = /^(?:save_(?:model|related|form|formset|m2m|new|existing)|_save_m2m|save|clean|full_clean|_clean\w*|clean_\w+|_post_clean|construct_instance|response_(?:add|change|post_save_add|post_save_change)|form_valid|log_(?:addition|change))$/;

function placeOf(module: PyModule, node: PythonNode): Runs {
  const fn = scopeOf(module, node);
  if (isHandRun(module, fn)) return 'command';
  if (isFunction(fn) && isTask(fn)) return 'job';
  const path = ownPath(module.path);
  // `run/2023-08-24-merge-users.py`, `upgrade/12_13.py`: written for one day or one version
  if (/\/management\/commands\/|\/\d[\w.-]*\.py$/.test(path)) return 'command';
  if (/\/(?:\w*_)?(?:tasks?|jobs?|cron\w*)(?:\.py$|\/)/.test(path)) return 'job';
  // what a form is sent with is what one person has filled in
  if (/\/(?:admin|\w+_admin)(?:\.py$|\/)/.test(path)) return isFunction(fn) && TAKING.test(fn.name) ? 'request' : 'admin-page';
  if (/\/(?:\w*_)?(?:views?|viewsets?|apis?|endpoints?|serializers?|forms?|resolvers?|schema|queries|mutations)(?:\.py$|\/)/.test(path)) return 'request';
  return isFunction(fn) && fn.name === 'ready' && path.endsWith('/apps.py') ? 'startup' : 'unknown';
}

/** What somebody runs by hand: tasks of Invoke or Fabric, commands of Click, a function that can be tried by `dry_run`. */
function isHandRun(module: PyModule, fn: PythonNode): boolean {
  if (isFunction(fn) && parametersOf(fn.args).some(({ name }) => name === 'dry_run')) return true;
  return [...module.imports.values()].some(({ module: source }) => /^(?:invoke|fabric|click|typer)(?:\.|$)/.test(source));
}

/** Methods of class-based views and viewsets that answer a GET. */
const GET_METHODS: ReadonlySet<string> = new Set(['get', 'aget', 'list', 'alist', 'retrieve', 'aretrieve', 'get_context_data']);

/** What a view gives that shows something, other than a redirect. */
const SHOWING: ReadonlySet<string> = new Set(['render', 'render_to_response', 'render_to_string', 'TemplateResponse', 'HttpResponse', 'JsonResponse', 'Response', 'StreamingHttpResponse']);

/** True where `node` stands in a view that answers a GET and writes nothing then: it shows what it reads. */
export function isAnswer(module: PyModule, node: PythonNode): boolean {
  const fn = scopeOf(module, node);
  return isFunction(fn) && !isOfChange(module, fn, node) && showsIn(fn) && changesIn(fn).every((change) => isOfChange(module, fn, change));
}

/** A view: a method of one that answers a GET, or a function that is given the request and gives an answer to show. */
const showsIn = oncePer((fn: FunctionNode): boolean => {
  const [first, second] = parametersOf(fn.args).map(({ name }) => name);
  if (takesChangesOnly(fn)) return false;
  if (first === 'self' && fn.name === 'get_context_data') return true;
  if ((first === 'self' ? second : first) !== 'request') return false;
  return (first === 'self' && GET_METHODS.has(fn.name)) || (fn.name !== 'post' && [...walk(fn.body)].some((inner) => inner.nodeType === 'Return' && inner.value?.nodeType === 'Call' && isNamed(inner.value.func, SHOWING)));
});

/** `@require_POST`, `@api_view(["POST"])`, `@action(methods=["post"])` */
function takesChangesOnly({ decorator_list: decorators }: FunctionNode): boolean {
  const nodes = decorators.flatMap((decorator) => [...walk(decorator)]);
  const listed = nodes.flatMap((node) => (node.nodeType === 'Constant' && typeof node.value === 'string' ? [node.value.toUpperCase()] : []));
  return nodes.some((node) => isNamed(node, /^require_POST$/)) || (['POST', 'PUT', 'PATCH', 'DELETE'].some((method) => listed.includes(method)) && !listed.includes('GET'));
}

function isNamed(node: PythonNode, names: ReadonlySet<string> | RegExp): boolean {
  const name = node.nodeType === 'Name' ? node.id : node.nodeType === 'Attribute' ? node.attr : undefined;
  return name !== undefined && (names instanceof RegExp ? names.test(name) : names.has(name));
}

const CHANGING = /^a?(?:save|delete|create|update|get_or_create|update_or_create|bulk_create|bulk_update)$/;

/** What of a function may write, by its name: `order.save()`, `orders.update(closed=True)`. */
const changesIn = oncePer((fn: FunctionNode): readonly PythonNode[] =>
  [...walk(fn.body)].filter((node) => node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && CHANGING.test(node.func.attr) && (node.args.length === 0 || !node.func.attr.endsWith('update'))));

/** In a branch for what was sent: `if request.method == "POST"`, `if form.is_valid()`. */
function isOfChange(module: PyModule, fn: FunctionNode, node: PythonNode): boolean {
  for (let below = node, at = module.parent(node); at !== undefined && below !== fn; below = at, at = module.parent(at)) {
    if (at.nodeType === 'If' && at.body.includes(below as StmtNode) && /\.method\s*==\s*["'](?:POST|PUT|PATCH|DELETE)["']|\.POST\b|\.is_valid\(/.test(module.source(at.test))) return true;
  }
  return false;
}
