import type { Runs } from '../model/evidence.ts';
import { isWrite } from '../model/query-call.ts';
import { contains } from './dependence.ts';
import { homeOf } from './helpers.ts';
import { isInLifecycle } from './isolation.ts';
import { type OrmCall, queriesIn } from './orms/orm.ts';
import { callbackIteration } from './syntax/iterations.ts';
import type { JsModule } from './syntax/module.ts';
import { decoratorsOf, type FunctionNode, memberName, type Node, unwrap } from './syntax/nodes.ts';

/** Where code runs, by its file's place and the function around it. */
export function runsAt(module: JsModule, path: string, node: Node): Runs {
  if (isInLifecycle(module, node)) return 'startup';
  return placeOf(path);
}

/** True where `node` answers a GET, or what stands for one, in a function that sends no write: it shows what it reads. */
export function isAnswer(module: JsModule, queries: readonly OrmCall[], node: Node): boolean {
  let home = homeOf(module, node);
  while (home !== undefined && callbackIteration(module, home) !== undefined) home = homeOf(module, home);
  if (home === undefined || !(isGet(module, home) || isUnderGet(module, home, node))) return false;
  const handler = home;
  return queriesIn(queries, handler).every((query) => !isWrite(query.operation) || isOfOtherMethod(module, handler, query.node, node));
}

/** `export function GET`, a loader, `@Get()`, `router.get('/', …)`, `procedure.query(…)` */
function isGet(module: JsModule, home: FunctionNode): boolean {
  const parent = module.parentOf(home);
  if (parent?.type === 'MethodDefinition') return decoratorsOf(parent).some(({ expression }) => /^(?:Get|Query)\b/.test(module.textOf(expression)));
  const name = home.type !== 'ArrowFunctionExpression' && home.id !== null ? home.id : nameOfWrapped(module, home);
  if (name?.type === 'Identifier') return /^(?:GET|loader|getServerSideProps)$/.test(name.name);
  const callee = parent?.type === 'CallExpression' && parent.callee !== home ? unwrap(parent.callee) : undefined;
  if (parent?.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false;
  const [first] = parent.arguments;
  return memberName(callee) === 'get' ? first?.type === 'Literal' : memberName(callee) === 'query' && first === home;
}

/** The name that a function gets, through what wraps it: `const GET = withSession(async () => …)`; what a scheduler asks for shows nobody anything. */
function nameOfWrapped(module: JsModule, fn: Node): Node | undefined {
  let at = module.parentOf(fn);
  while (at?.type === 'CallExpression' && !/cron/i.test(module.textOf(at.callee))) at = module.parentOf(at);
  return at?.type === 'VariableDeclarator' ? at.id : undefined;
}

/** `if (req.method === 'GET') { … }` */
function isUnderGet(module: JsModule, home: Node, node: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && at !== home; below = at, at = module.parentOf(at)) {
    if (at.type === 'IfStatement' && at.consequent === below && /\bmethod\s*===?\s*['"]GET['"]/.test(module.textOf(at.test))) return true;
    if (at.type === 'SwitchCase' && at.test?.type === 'Literal' && at.test.value === 'GET') return true;
  }
  return false;
}

/** One handler for several HTTP methods, of which `other` and `node` serve different ones. */
function isOfOtherMethod(module: JsModule, home: Node, other: Node, node: Node): boolean {
  for (let below = other, at = module.parentOf(other); at !== undefined && at !== home; below = at, at = module.parentOf(at)) {
    const around = at.type === 'SwitchCase' ? module.parentOf(at) : undefined;
    const test = at.type === 'IfStatement' && below !== at.test ? at.test : around?.type === 'SwitchStatement' ? around.discriminant : undefined;
    if (test !== undefined && !contains(below, node) && /\bmethod\b/.test(module.textOf(test))) return true;
  }
  return false;
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
