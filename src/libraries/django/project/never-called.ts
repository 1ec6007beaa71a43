import { basename } from 'node:path';
import type { FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { classAround } from '../../../python/syntax/bindings.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { functionAround, isTask, mayBeCalledUnseen, targetOf, usesIn } from './callers.ts';
import { type ClassRef, type FunctionRef, keyOf } from './classes.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from './project-memo.ts';
import { speakersIn } from './speakers.ts';

/** Functions that lie between one and whoever is known to be called, and files that speak of one, beyond which nobody looks. */
const MOST_HOPS = 3;
const MOST_FILES = 20;

/**
 * True for a function or method that nothing in the project calls: no code, template or configuration speaks of it, or only functions of
 * which the same is true. In doubt it is called: by a framework, a decorator, a name put together at run time, somebody at a shell's prompt.
 */
export const isNeverCalled: (django: DjangoProject, fn: FunctionRef) => boolean = oncePerKey(keyOf, (django, fn: FunctionRef) => speakersIn(django.files).isWhole && isUncalled(django, fn, new Set()));

/** The function around a place, where nothing calls it: it itself, or the view whose method it is. */
export function neverCalledAround(django: DjangoProject, module: PyModule, node: PythonNode): FunctionNode | undefined {
  const fn = functionAround(module, node);
  if (fn === undefined) return undefined;
  const cls = classAround(module, fn.node);
  return (cls !== undefined && isUnrouted(django, { module, node: cls })) || isNeverCalled(django, fn) ? fn.node : undefined;
}

/** Classes whose objects answer at an address that the project gives them. */
const VIEWS = /^(?:django\.views\.generic\.|rest_framework\.(?:generics|views|viewsets)\.)/;

/** True for a view that nothing in the project names, code, template or configuration: no address leads to it, and nothing inherits from it. What decorates it may have seen to that. */
export const isUnrouted: (django: DjangoProject, cls: ClassRef) => boolean = oncePerKey(keyOf, (django, cls: ClassRef) => {
  const { module, node } = cls;
  if (node.decorator_list.length > 0 || !django.names.ancestryOf(cls).externals.some((path) => VIEWS.test(path))) return false;
  const speakers = speakersIn(django.files);
  return speakers.isWhole && !speakers.of(node.name).some(({ file: { path, module: other } }) => other === undefined || (isPublic(path) && path !== module.path) || isNamedIn(django, cls, other)) && !speakers.inTexts(node.name);
});

/** A file names the class outside of it, and not another one of that name. */
function isNamedIn(django: DjangoProject, { module, node: cls }: ClassRef, other: PyModule): boolean {
  for (const node of walk(other.ast, { nested: true, skip: (below) => below === cls })) {
    if (node.nodeType === 'Constant' && typeof node.value === 'string' && node.value.includes(cls.name)) return true;
    if ((node.nodeType !== 'Name' && node.nodeType !== 'Attribute') || lastName(node) !== cls.name) continue;
    const named = django.resolveClass(other, node);
    if (named === undefined || keyOf(named) === keyOf({ module, node: cls })) return true;
  }
  return false;
}

/** @param above the functions whose callers are being looked for: who is called by them alone isn't called by anybody else */
function isUncalled(django: DjangoProject, fn: FunctionRef, above: ReadonlySet<string>): boolean {
  if (above.has(keyOf(fn))) return true;
  const target = above.size > MOST_HOPS || isEntry(fn) ? undefined : targetOf(django, fn);
  if (target === undefined || target.isConstructor || mayBeCalledUnseen(django, target) || isComposed(django, target.name)) return false;
  const speakers = speakersIn(django.files).of(target.name);
  if (speakers.length > MOST_FILES || speakersIn(django.files).inTexts(target.name)) return false;
  const below = new Set([...above, keyOf(fn)]);
  return speakers.every(({ file: { path, module } }) => module !== undefined && (path === fn.module.path || !isPublic(path)) && usesIn(django, target, module).every(({ node }) => {
    const around = functionAround(module, node);
    return isDescribed(module, node) || (around !== undefined && isUncalled(django, around, below));
  }));
}

/** `close_orders.short_description = "…"`: something is put on the function, and nobody runs it. */
function isDescribed(module: PyModule, use: PythonNode): boolean {
  const attribute = module.parent(use);
  const statement = attribute?.nodeType === 'Attribute' && attribute.value === use ? module.parent(attribute) : undefined;
  return statement?.nodeType === 'Assign' && statement.targets.some((target) => target === attribute);
}

/** What a package's `__init__` names is there for others. */
function isPublic(path: string): boolean {
  return basename(path) === '__init__.py';
}

/** Files that something else than code runs or reads: settings, servers, scripts with a name that can't be imported. */
const ENTRY_FILES = /^(?:settings|urls|conf|config|wsgi|asgi|celery\w*|gunicorn\w*|fabfile|noxfile|setup|conftest|middlewares?|context_processors|\w*hooks?|__init__|__main__)\.py$|^(?![A-Za-z_]\w*\.py$)/;

/** Names under which programs look for a function. */
const ENTRY_NAMES = /^(?:main|run|setup|teardown|handle|handler|execute|ready|cli|application|forwards?|backwards?|reverse|upgrade|downgrade|up|down|lambda_handler|load_\w*|\w*_handler|on_\w+|pre_\w+|post_\w+|test\w*|default\w*)$/;

function isEntry({ module, node }: FunctionRef): boolean {
  return isTask(node) || ENTRY_FILES.test(basename(module.path)) || ENTRY_NAMES.test(node.name) || module.text.includes('__main__');
}

/** A piece of the name stands by itself somewhere: `getattr(self, f"close_{kind}")`. */
function isComposed(django: DjangoProject, name: string): boolean {
  const words = name.split('_');
  const cuts = words.slice(1).map((_, index) => index + 1);
  const pieces = cuts.flatMap((cut) => [`${words.slice(0, cut).join('_')}_`, `_${words.slice(cut).join('_')}`]);
  return pieces.some((piece) => piece.length > 2 && speakersIn(django.files).of(piece).length > 0);
}
