import type { TSESTree } from '@typescript-eslint/utils';
import { dirname } from 'node:path';
import type { Runs } from '../../model/evidence.ts';
import { isWrite } from '../../model/query-call.ts';
import { isForCommands } from '../../project/exempt.ts';
import { oncePer } from '../../project/memo.ts';
import { ownPath, projectRoot } from '../../project/root.ts';
import type { Callers } from '../project/callers.ts';
import type { Use } from '../project/uses.ts';
import { contains } from '../syntax/dependence.ts';
import { homeOf } from '../queries/helpers.ts';
import { isInLifecycle } from './isolation.ts';
import { isEntry } from '../project/loaded-files.ts';
import type { SourceFile } from '../project/modules.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import { callbackIteration } from '../syntax/iterations.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { decoratorsOf, type FunctionNode, isClass, isFunction, memberName, type Node, some, unwrap, walk } from '../syntax/nodes.ts';
import { unitAround } from '../project/units.ts';

/** Functions that are climbed over to whoever says where code runs. */
const MOST_HOPS = 2;

/** Callers that are asked where they run. */
const MOST_CALLERS = 12;

/** Says where the code of the project runs. One per linted file. */
export class Places {
  readonly #callers: Callers;
  /** By function, and by how many of them may still be climbed over. */
  readonly #known = new Map<FunctionNode, Map<number, Runs>>();

  constructor(callers: Callers) {
    this.#callers = callers;
  }

  /** Where `node` runs: by its own place, else where all that are known to call the function around it run. */
  runsAt(file: SourceFile, node: Node, hops = MOST_HOPS): Runs {
    const own = placeOf(file, node);
    const unit = own === 'unknown' && hops > 0 ? unitAround(file, node) : undefined;
    if (unit === undefined) return own;
    const known = this.#known.get(unit.node) ?? new Map<number, Runs>();
    this.#known.set(unit.node, known);
    const before = known.get(hops);
    if (before !== undefined) return before;
    // What calls itself says nothing of where it runs.
    known.set(hops, 'unknown');
    const uses = this.#callers.usesOf(unit);
    const agreed = uses.length > MOST_CALLERS ? 'unknown' : this.#agreed(uses, hops - 1);
    // what is set up once goes on for ever
    const runs = agreed === 'startup' && (ownerOf(file.module, node) !== unit.node || isEndless(file.module, node)) ? 'unknown' : agreed;
    known.set(hops, runs);
    return runs;
  }

  #agreed([first, ...others]: readonly Use[], hops: number): Runs {
    const runs = first === undefined ? 'unknown' : this.runsAt(first.file, first.node, hops);
    return runs !== 'unknown' && others.every((use) => this.runsAt(use.file, use.node, hops) === runs) ? runs : 'unknown';
  }
}

/** Where code runs by its own place: what is declared of the function around it, else the file. */
export function placeOf({ module, path }: Pick<SourceFile, 'module' | 'path'>, node: Node): Runs {
  if (isInLifecycle(module, node)) return 'startup';
  const declared = declaredPlace(module, node);
  if (declared !== undefined) return declared;
  if (isEntry(path) && isBesideListening(module, node)) return 'startup';
  const ofFile = placeOfFile(module, path);
  return ofFile === 'unknown' && !isEntry(path) && isRunOnLoading(module, node) ? 'command' : ofFile;
}

/** `await fill(orders); … await app.listen(3000);`: what the function that starts a server does beside it, or says to do once it has started. */
function isBesideListening(module: JsModule, node: Node): boolean {
  if (isHandedOn(module, node)) return false;
  const home = ownerOf(module, node);
  if (home !== undefined && isListening(module.parentOf(home))) return true;
  const isOwn = home === undefined || unitAround({ module, path: '' }, node)?.node === home;
  return isOwn && !isEndless(module, node) && listensIn(module)(home ?? module.program);
}

/** `later.add(saltUsers)`: what is handed on runs later. */
function isHandedOn(module: JsModule, node: Node): boolean {
  const call = module.parentOf(node);
  return node.type !== 'CallExpression' && (call?.type !== 'CallExpression' || call.callee !== node);
}

/** The function that `node` runs with, whatever it goes over or waits for on the way. */
function ownerOf(module: JsModule, node: Node): FunctionNode | undefined {
  let home = homeOf(module, node);
  while (home !== undefined && callbackIteration(module, home) !== undefined) home = homeOf(module, home);
  return home;
}

function isListening(node: Node | undefined): boolean {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'listen') return false;
  // `bus.listen('orders', …)` waits for events
  const [first] = node.arguments;
  return first?.type !== 'TemplateLiteral' && !(first?.type === 'Literal' && typeof first.value === 'string');
}

/** True for a file with code that starts a server, whoever runs it. */
const listens = oncePer((module: JsModule) => some(module.program, (node) => isListening(node)));

/** True for code that starts a server by itself. */
const listensIn = oncePer((module: JsModule) => oncePer((body: Node): boolean => some(body, (node) => isListening(node) && (ownerOf(module, node) ?? module.program) === body)));

/** `while (true) { … }` around it. */
function isEndless(module: JsModule, node: Node): boolean {
  for (let at = module.parentOf(node); at !== undefined; at = module.parentOf(at)) {
    if ((at.type === 'WhileStatement' || at.type === 'DoWhileStatement') && at.test.type === 'Literal') return true;
    if (at.type === 'ForStatement' && at.test === null) return true;
  }
  return false;
}

/** What a file that hands nothing out runs by itself: `main();`, `(async () => { … })()`. Somebody runs the file for that; what begins a program stands in others. */
function isRunOnLoading(module: JsModule, node: Node): boolean {
  if (/^\s*export\b|\bexports\b/m.test(module.text)) return false;
  // a server goes on for ever
  if (module.functionAround(node) === undefined) return !isHandedOn(module, node) && !isEndless(module, node) && !listens(module);
  for (let at = module.parentOf(node); at !== undefined; at = module.parentOf(at)) {
    const call = isFunction(at) ? module.parentOf(at) : undefined;
    if (call?.type !== 'CallExpression' || call.callee !== at) continue;
    let statement = module.parentOf(call);
    // `.catch(report)` behind it, `await` or `void` before it
    while (statement !== undefined && /^(?:Member|Call|Await|Unary)Expression$/.test(statement.type)) statement = module.parentOf(statement);
    if (statement?.type === 'ExpressionStatement' && module.parentOf(statement)?.type === 'Program') return true;
  }
  return false;
}

/** Decorators of methods and of classes, by where what they are put on runs. */
const DECORATORS: readonly (readonly [Runs, RegExp])[] = [
  ['job', /^(?:\w*Cron|Interval|Timeout|Process|OnQueue\w+|OnWorkerEvent|Processor)$/],
  ['request', /^(?:Controller|\w*JsonController|RestController|Resolver|WebSocketGateway|Get|Post|Put|Patch|Delete|All|Query|Mutation|ResolveField|FieldResolver|SubscribeMessage|MessagePattern|GrpcMethod|TypedRoute)$/],
  ['command', /^(?:Command|SubCommand|RootCommand|CliCommand)$/],
];

/** What is said of a function where it is declared: by a decorator, by what it is handed to, or by a directive. The innermost one counts. */
function declaredPlace(module: JsModule, node: Node): Runs | undefined {
  for (let below = node, at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    const found = placeByDecorators(at) ?? (at.type === 'CallExpression' || at.type === 'NewExpression' ? placeOfRegistered(module, at, below, node) : undefined);
    if (found !== undefined) return found;
    if (isMarkedForServer(at)) return 'request';
    if (at.type === 'IfStatement' && below === at.consequent && IS_MAIN.test(module.textOf(at.test))) return 'command';
  }
  return undefined;
}

/** The file is the program that somebody has started, and none that another file loads. */
const IS_MAIN = /^(?:require\.main\s*===?\s*module|module\s*===?\s*require\.main|import\.meta\.main)$/;

/** A file or a function that begins with `'use server'`. */
export function isMarkedForServer(node: Node): boolean {
  const [first] = node.type === 'Program' ? node.body : isFunction(node) && node.body.type === 'BlockStatement' ? node.body.body : [];
  return first?.type === 'ExpressionStatement' && first.directive === 'use server';
}

function placeByDecorators(node: Node): Runs | undefined {
  if (node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition' && !isClass(node)) return undefined;
  const names = decoratorsOf(node).map(({ expression }) => chainOf(expression.type === 'CallExpression' ? expression.callee : expression)).map(({ root, names: [name] }) => name ?? (root.type === 'Identifier' ? root.name : ''));
  return DECORATORS.find(([, pattern]) => names.some((name) => pattern.test(name)))?.[0];
}

/** What runs the functions that it is given in the background, by the text of the callee. */
const BACKGROUND = /^(?:\w*inngest\w*\.createFunction|\w*agenda\.(?:define|every)|\w*cron\.schedule|\w*schedule\w*\.scheduleJob|scheduleJob|\w*boss\.work|\w*queue\.process|setInterval|CronJob(?:\.from)?)$/i;

/** The same, where only the package of the function's name says so. */
const OF_PACKAGE: readonly (readonly [RegExp, RegExp])[] = [
  [/^Worker$/, /^bullmq$/],
  [/^(?:task|schemaTask|schedules\.task|client\.defineJob)$/, /^@trigger\.dev\//],
];

/** A schedule or a worker that `body` starts, be it once for each of some rows. */
export function registeredIn(module: JsModule, body: Node): Node | undefined {
  return registrationsIn(module)(body);
}

const registrationsIn = oncePer((module: JsModule) => oncePer((body: Node): Node | undefined => {
  let found: Node | undefined;
  walk(body, (node) => {
    if (found === undefined && (node.type === 'CallExpression' || node.type === 'NewExpression') && isBackground(module, node)) found = node;
    return found === undefined ? undefined : false;
  });
  return found;
}));

/** It runs the functions that it is given in the background. */
function isBackground(module: JsModule, { callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const name = module.textOf(callee).replace(/^.*\bthis\./, '');
  return BACKGROUND.test(name) || OF_PACKAGE.some(([pattern, source]) => pattern.test(name) && module.imports.some((binding) => source.test(binding.source)));
}

const ROUTING = /^(?:get|post|put|patch|delete|all|use|route|head|options)$/;

/** Where a function runs that is handed to `call`: itself, by its name, or among the properties of an object. */
function placeOfRegistered(module: JsModule, call: TSESTree.CallExpression | TSESTree.NewExpression, given: Node, node: Node): Runs | undefined {
  if (!(isFunction(given) || given.type === 'ObjectExpression' || given === node) || !call.arguments.some((argument) => argument === given)) return undefined;
  if (isBackground(module, call)) return 'job';
  if (call.type === 'NewExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const name = memberName(call.callee) ?? '';
  const [first] = call.arguments;
  if (ROUTING.test(name)) return first !== given && first?.type === 'Literal' && typeof first.value === 'string' && /^[/*]/.test(first.value) ? 'request' : undefined;
  return /^(?:query|mutation)$/.test(name) && first === given && isFunction(given) ? 'request' : undefined;
}

/** True where `node` answers a GET, or what stands for one, in a function that sends no write: it shows what it reads. */
export function isAnswer(module: JsModule, queries: readonly OrmCall[], node: Node): boolean {
  const home = ownerOf(module, node);
  if (home === undefined || !(isGet(module, home) || isUnderGet(module, home, node))) return false;
  return queriesIn(queries, home).every((query) => !isWrite(query.operation) || isOfOtherMethod(module, home, query.node, node));
}

/** `export function GET`, a loader, `@Get()`, `router.get('/', …)`, `procedure.query(…)` */
export function isGet(module: JsModule, home: FunctionNode): boolean {
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

/** Packages whose users read what somebody types in a terminal. */
const TERMINAL = /^(?:commander|yargs|cac|nest-commander|clipanion|citty|meow|inquirer|@inquirer\/prompts|@oclif\/core|@clack\/prompts)(?:\/|$)/;

/** `update-script.ts`, `fixScript.ts`, but no `subscription.service.ts`. */
const SCRIPT = /(?:^|[^A-Za-z])scripts?(?![a-z])|(?<!Type|Java)Scripts?(?![a-z])/;

/** Where the code of a file runs, by its path and by what it is started with. */
function placeOfFile(module: JsModule, path: string): Runs {
  if (isForCommands(projectRoot(dirname(path)) ?? '', path)) return 'command';
  const [, folders, file] = /^(.*?)([^\\/]*)$/.exec(ownPath(path)) ?? [];
  if (/backfill|one-?off|migrat/i.test(file ?? '') || SCRIPT.test(file ?? '') || /(?:^|\/)(?:[\w-]+-)?scripts\//i.test(folders ?? '')) return 'command';
  if (/(?:^|\/)(?:cli|cmd)\//i.test(folders ?? '') || /(?:(?:^|[.-])cli|[.-]command)\.[cm]?[jt]sx?$/i.test(file ?? '')) return 'command';
  // no `schedule` and no `tasks`: these are as often what the application is about
  if (/(?:^|\/)(?:jobs?|cron(?:s|jobs?|-jobs?)?|workers?|queues?|schedulers?|processors?|consumers?)\//i.test(folders ?? '') || /[.-](?:job|cron|worker|processor|consumer|scheduler)\.[cm]?[jt]sx?$/i.test(file ?? '')) return 'job';
  // what reads a terminal is a command in whatever folder it lies, be it below `api/`
  if (module.text.startsWith('#!') || module.imports.some((binding) => !binding.typeOnly && TERMINAL.test(binding.source))) return 'command';
  if (/(?:^|\/)(?:api|routes?|controllers?|resolvers?|routers?|trpc|pages|endpoints?)\//i.test(folders ?? '') || /[.-](?:controller|resolver|router|route)\.[cm]?[jt]sx?$|^route\.[jt]sx?$/i.test(file ?? '')) return 'request';
  return 'unknown';
}
