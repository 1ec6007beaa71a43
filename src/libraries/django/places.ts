import type { Runs } from '../../model/evidence.ts';
import { oncePer } from '../../project/memo.ts';
import type { PythonNode } from '../../python/nodes.ts';
import { parametersOf, scopeOf } from '../../python/syntax/flow.ts';
import { isFunction, type PyModule } from '../../python/syntax/module.ts';
import { callersOf, functionAround, isTask, keyOf } from './callers.ts';
import type { FunctionRef } from './classes.ts';
import type { DjangoProject } from './project.ts';

/** Functions that are climbed over to whoever says where code runs. */
const MOST_HOPS = 3;

/** Where code runs: by its file's place and the function around it, else where all that call this function run. */
export function runsAt(django: DjangoProject, module: PyModule, node: PythonNode, hops = 0): Runs {
  const own = placeOf(module, node);
  const fn = own === 'unknown' && hops < MOST_HOPS ? functionAround(module, node) : undefined;
  if (fn === undefined) return own;
  const known = placesIn(django.models);
  const key = `${keyOf(fn)}\0${String(hops)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const runs = placeOfCallers(django, fn, hops);
  known.set(key, runs);
  return runs;
}

/** By function, and by how many of them were climbed over. */
const placesIn = oncePer<object, [], Map<string, Runs>>(() => new Map());

function placeOfCallers(django: DjangoProject, fn: FunctionRef, hops: number): Runs {
  const { sites, isOpen } = callersOf(django, fn);
  const [first, ...others] = isOpen ? [] : sites;
  const runs = first === undefined ? 'unknown' : runsAt(django, first.module, first.node, hops + 1);
  return runs !== 'unknown' && others.every((site) => runsAt(django, site.module, site.node, hops + 1) === runs) ? runs : 'unknown';
}

function placeOf(module: PyModule, node: PythonNode): Runs {
  const fn = scopeOf(module, node);
  if (isHandRun(module, fn)) return 'command';
  if (isFunction(fn) && isTask(fn)) return 'job';
  const path = module.path.replaceAll('\\', '/');
  // `run/2023-08-24-merge-users.py`, `upgrade/12_13.py`: written for one day or one version
  if (/\/management\/commands\/[^/]*$|\/\d[\w.-]*\.py$/.test(path)) return 'command';
  if (/\/(?:\w*_)?(?:tasks?|jobs?|cron\w*)(?:\.py$|\/)/.test(path)) return 'job';
  if (/\/(?:admin|\w+_admin)(?:\.py$|\/)/.test(path)) return 'admin-page';
  if (/\/(?:\w*_)?(?:views?|viewsets?|apis?|endpoints?|serializers?|forms?|resolvers?|schema|queries|mutations)(?:\.py$|\/)/.test(path)) return 'request';
  return isFunction(fn) && fn.name === 'ready' && path.endsWith('/apps.py') ? 'startup' : 'unknown';
}

/** What somebody runs by hand: tasks of Invoke or Fabric, commands of Click, a function that can be tried by `dry_run`. */
function isHandRun(module: PyModule, fn: PythonNode): boolean {
  if (isFunction(fn) && parametersOf(fn.args).some(({ name }) => name === 'dry_run')) return true;
  return [...module.imports.values()].some(({ module: source }) => /^(?:invoke|fabric|click|typer)(?:\.|$)/.test(source));
}
