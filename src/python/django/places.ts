import type { Runs } from '../../model/evidence.ts';
import type { FunctionNode, PythonNode } from '../nodes.ts';
import { parametersOf, scopeOf } from '../syntax/flow.ts';
import { isFunction, type PyModule } from '../syntax/module.ts';
import { lastName } from './managers.ts';

/** Where code runs, by its file's place and the function around it. */
export function runsAt(module: PyModule, node: PythonNode): Runs {
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

/** `@shared_task`, `@app.task`, `@job("default")`, `@db_periodic_task(…)` */
function isTask({ decorator_list: decorators }: FunctionNode): boolean {
  return decorators.some((decorator) => /(?:^|_)(?:task|job|actor)$/.test(lastName(decorator.nodeType === 'Call' ? decorator.func : decorator)));
}
