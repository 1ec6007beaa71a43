import type { Runs } from '../model/evidence.ts';
import { isInLifecycle } from './isolation.ts';
import type { JsModule } from './syntax/module.ts';
import type { Node } from './syntax/nodes.ts';

/** Where code runs, by its file's place and the function around it. */
export function runsAt(module: JsModule, path: string, node: Node): Runs {
  if (isInLifecycle(module, node)) return 'startup';
  return placeOf(path);
}

/** Where the code of a file runs, by its path. */
function placeOf(path: string): Runs {
  const [, folders, file] = /^(.*?)([^\\/]*)$/.exec(path.replaceAll('\\', '/')) ?? [];
  if (/backfill|one-?off|migrat|script/i.test(file ?? '')) return 'command';
  if (/(?:^|\/)(?:cli|cmd)\//i.test(folders ?? '') || /[.-](?:cli|command)\.[cm]?[jt]sx?$/i.test(file ?? '')) return 'command';
  // no `schedule` and no `tasks`: these are as often what the application is about
  if (/(?:^|\/)(?:jobs?|cron(?:s|jobs?|-jobs?)?|workers?|queues?|schedulers?|processors?|consumers?)\//i.test(folders ?? '') || /[.-](?:job|cron|worker|processor|consumer|scheduler)\.[cm]?[jt]sx?$/i.test(file ?? '')) return 'job';
  if (/(?:^|\/)(?:api|routes?|controllers?|resolvers?|routers?|trpc|pages|endpoints?)\//i.test(folders ?? '') || /[.-](?:controller|resolver|router|route)\.[cm]?[jt]sx?$|^route\.[jt]sx?$/i.test(file ?? '')) return 'request';
  return 'unknown';
}
