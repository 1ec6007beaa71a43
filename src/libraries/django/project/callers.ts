import type { Arguments, Attribute, Call, ExprNode, Name, PythonNode } from '../../../python/nodes.ts';
import { bindingsOf, positionalOf, scopeOf } from '../../../python/syntax/bindings.ts';
import { type FunctionNode, isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { childrenOf } from '../../../python/visitor-keys.ts';
import { hasDecorator, lastName } from '../../../python/syntax/static.ts';
import { type ClassRef, type FunctionRef, keyOf } from './classes.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from './project-memo.ts';
import { speakersIn } from './speakers.ts';

/** A place in application code that calls a function of the project, or hands it on to be called. */
export interface CallSite {
  readonly module: PyModule;
  /** What names the function. */
  readonly node: ExprNode;
  /** What it is called with, where that can be told. */
  readonly handed: HandedOver | undefined;
}

/** The arguments of a call as the function sees them. */
interface HandedOver {
  readonly args: readonly ExprNode[];
  readonly keywords: Call['keywords'];
  /** Parameters that something else fills: `self`. */
  readonly filled: number;
}

/** Who calls a function, as far as the project's application code shows it. */
export interface Callers {
  readonly sites: readonly CallSite[];
  /** More may call it than was found: it is spoken of in strings or templates, a decorator registers it, a framework may know it. */
  readonly isOpen: boolean;
}

/** Files and places beyond which nobody looks who calls a function. */
const MOST_FILES = 20;
const MOST_SITES = 20;

const UNSEEN: Callers = { sites: [], isOpen: true };

/** The callers of a function or method of the project. Each is looked for once in one state of the files. */
export const callersOf: (django: DjangoProject, fn: FunctionRef) => Callers = oncePerKey(keyOf, findCallers);

function isSame(a: FunctionRef, b: FunctionRef): boolean {
  return keyOf(a) === keyOf(b);
}

/** The function of a module or method of a class in which `node` stands; functions inside it belong to it. */
export function functionAround(module: PyModule, node: PythonNode): FunctionRef | undefined {
  let outermost: FunctionNode | undefined;
  for (let at: PythonNode | undefined = node; at !== undefined; at = module.parent(at)) if (isFunction(at)) outermost = at;
  return outermost === undefined ? undefined : { module, node: outermost };
}

function findCallers(django: DjangoProject, fn: FunctionRef): Callers {
  const target = targetOf(django, fn);
  if (target === undefined) return UNSEEN;
  const speakers = speakersIn(django.files).of(target.name).filter(({ isApplication }) => isApplication);
  if (speakers.length > MOST_FILES) return UNSEEN;
  const sites: CallSite[] = [];
  let isOpen = mayBeCalledUnseen(django, target);
  for (const { file } of speakers) {
    const { module } = file;
    if (module === undefined) return UNSEEN;
    for (const { site } of usesIn(django, target, module)) {
      if (site === undefined) isOpen = true;
      else sites.push(site);
    }
    if (sites.length > MOST_SITES) return UNSEEN;
  }
  return { sites, isOpen: isOpen || (target.owner !== undefined && speakersIn(django.files).inTexts(target.name)) };
}

/** What is looked for: a function by its name, a method by its own, a constructor by that of its class. */
export interface Target {
  readonly fn: FunctionRef;
  readonly name: string;
  readonly owner: ClassRef | undefined;
  readonly isConstructor: boolean;
  /** Nothing else of the project has a function of that name. */
  readonly isUnique: boolean;
}

/** Undefined for functions inside others: who calls those stands around them. */
export function targetOf(django: DjangoProject, fn: FunctionRef): Target | undefined {
  const { module, node } = fn;
  let parent = module.parent(node);
  while (parent?.nodeType === 'If' || parent?.nodeType === 'Try' || parent?.nodeType === 'ExceptHandler') parent = module.parent(parent);
  if (parent?.nodeType !== 'Module' && parent?.nodeType !== 'ClassDef') return undefined;
  const owner = parent.nodeType === 'ClassDef' ? { module, node: parent } : undefined;
  const isConstructor = owner !== undefined && node.name === '__init__';
  const name = isConstructor ? owner.node.name : node.name;
  return { fn, name, owner, isConstructor, isUnique: isDefinedOnce(django, name, isConstructor ? 'class' : 'def') };
}

function isDefinedOnce(django: DjangoProject, name: string, keyword: 'class' | 'def'): boolean {
  const definition = new RegExp(`\\b${keyword}\\s+${name}\\b`, 'g');
  return speakersIn(django.files).of(name).reduce((sum, { file }) => sum + (file.text.match(definition)?.length ?? 0), 0) === 1;
}

/** Decorators that change how a function is called, not by whom. */
const PLAIN_DECORATORS: ReadonlySet<string> = new Set(['staticmethod', 'classmethod', 'property', 'cached_property', 'atomic', 'sync_to_async', 'async_to_sync', 'transaction', 'abstractmethod', 'override', 'lru_cache', 'cache']);

/** Decorators of tasks, which are called by `delay` and the like, and by schedules. */
const TASKS = /(?:^|_)(?:task|job|actor)$/;

/** `@shared_task`, `@app.task`, `@job("default")`, `@db_periodic_task(…)` */
export function isTask({ decorator_list: decorators }: FunctionNode): boolean {
  return decorators.some((decorator) => TASKS.test(nameOfDecorator(decorator)));
}

/** A framework may know the function by its name or by a decorator. A schedule hands nothing in that the code doesn't show: a task isn't meant. */
export function mayBeCalledUnseen(django: DjangoProject, { fn, owner }: Target): boolean {
  const isPlain = fn.node.decorator_list.every((decorator) => PLAIN_DECORATORS.has(nameOfDecorator(decorator)) || TASKS.test(nameOfDecorator(decorator)));
  return !isPlain || (owner !== undefined && mayBeHook(django, owner, fn.node.name));
}

export function nameOfDecorator(decorator: ExprNode): string {
  return lastName(decorator.nodeType === 'Call' ? decorator.func : decorator);
}

/** Bases that call nothing of what a subclass adds. */
const PLAIN_BASES = /(?:^|\.)(?:object|ABC|ABCMeta|Generic|Protocol|Exception|NamedTuple|TypedDict|Model|Manager|BaseManager|QuerySet|TextChoices|IntegerChoices|Enum)$/;

/** Names that Django or a library asks models, managers and querysets for. */
const HOOKS = /^_|^a?(?:get|has|is|can|as|to|from|clean|validate|save|delete|natural|refresh|check|prepare|create|full|contribute|deconstruct|serializ\w*|on|pre|post)(?:_|$)/;

/** A framework may call the method: it has a name of Python's own, or one of a base that isn't the project's. */
function mayBeHook(django: DjangoProject, owner: ClassRef, name: string): boolean {
  if (name === '__init__') return false;
  if (name.startsWith('__') || owner.node.keywords.length > 0) return true;
  return isHookIn(django, owner, name) || heirsOf(django, owner).some((heir) => isHookIn(django, heir, name));
}

/** The classes that name the class as a base, wherever they stand: a mixin's methods are called by what it is mixed into. */
export function heirsOf(django: DjangoProject, owner: ClassRef): ClassRef[] {
  const { name } = owner.node;
  return speakersIn(django.files).of(name).flatMap(({ file: { module } }) => (module === undefined ? [] : [...module.classes.values()].map((node) => ({ module, node })))).filter(({ node }) => node.bases.some((base) => lastName(base) === name));
}

function isHookIn(django: DjangoProject, cls: ClassRef, name: string): boolean {
  const { classes, externals } = django.names.ancestryOf(cls);
  if (classes.length === 1 && externals.length === 0) return false;
  const isKnown = externals.every((base) => PLAIN_BASES.test(base.replace(/\[.*$/s, ''))) && classes.every(({ module }) => django.files.has(module.path));
  return !isKnown || (externals.some((base) => /(?:Model|Manager|QuerySet)$/.test(base)) && HOOKS.test(name));
}

/** A place that speaks of a function, with what it does where that is clear. */
export interface Use {
  readonly node: PythonNode;
  readonly site: CallSite | undefined;
}

/** Where a module speaks of the function, but for imports, comments and the function itself. */
export function usesIn(django: DjangoProject, target: Target, module: PyModule): Use[] {
  return namesOf(module, target.name).flatMap((node) => {
    const use = useOf(django, target, module, node);
    return use === 'other' ? [] : [{ node, site: use === 'unclear' ? undefined : use }];
  });
}

/** What a node that bears the name has to do with the function: `other` for what is another thing of the same name. */
function useOf(django: DjangoProject, target: Target, module: PyModule, node: PythonNode): CallSite | 'unclear' | 'other' {
  if (module.path === target.fn.module.path && module.contains(target.fn.node, node)) return 'other';
  switch (node.nodeType) {
    case 'Constant':
      return module.parent(node)?.nodeType === 'Expr' || namesUrl(module, node) || (typeof node.value === 'string' && TEMPLATE.test(node.value)) ? 'other' : 'unclear';
    case 'Name':
      return nameUse(django, target, module, node);
    case 'Attribute':
      return attributeUse(django, target, module, node);
    default:
      return 'other';
  }
}

/** `shop/close.html`, which is called after what shows it. */
const TEMPLATE = /^[\w./-]+\.(?:html?|txt|jinja2?|j2|xml)$/;

/** `path(…, name="close")`, `reverse("close")`: the name of a path, whatever answers there (Django 1.10 and later). */
function namesUrl(module: PyModule, node: PythonNode): boolean {
  const parent = module.parent(node);
  const declares = parent?.nodeType === 'Keyword' && parent.arg === 'name';
  const call = parent?.nodeType === 'Keyword' ? module.parent(parent) : parent;
  return call?.nodeType === 'Call' && (declares ? /^(?:path|re_path|url)$/ : /^(?:reverse|reverse_lazy|redirect|resolve_url)$/).test(lastName(call.func));
}

function nameUse(django: DjangoProject, target: Target, module: PyModule, node: Name): CallSite | 'unclear' | 'other' {
  const { names } = django;
  if (node.ctx.nodeType !== 'Load') return 'other';
  // a class may hand a method on by its bare name: `actions = [close]`, `total = property(get_total)`
  if (target.owner !== undefined && !target.isConstructor) return module.parent(scopeOf(module, node)) === undefined && module.path === target.fn.module.path ? 'unclear' : 'other';
  if (isLocal(module, node)) return 'other';
  const found = target.isConstructor ? names.resolveClass(module, node) : names.resolveFunction(module, node);
  if (found !== undefined) return isTarget(target, found) ? siteOf(target, module, node) : 'other';
  return names.meaning(module, node) === undefined ? 'unclear' : 'other';
}

/** A parameter or variable of the same name, in a function around it. */
function isLocal(module: PyModule, node: Name): boolean {
  for (let scope = scopeOf(module, node); scope.nodeType !== 'Module'; scope = scopeOf(module, scope)) {
    const bindings = bindingsOf(scope).get(node.id);
    if (bindings !== undefined) return bindings.some(({ node: by }) => by.nodeType !== 'Import' && by.nodeType !== 'ImportFrom');
  }
  return false;
}

function isTarget({ fn, owner, isConstructor }: Target, found: ClassRef | FunctionRef): boolean {
  if (found.node.nodeType !== 'ClassDef') return isSame(fn, { module: found.module, node: found.node });
  return isConstructor && found.module.path === owner?.module.path && found.node.lineno === owner.node.lineno;
}

function attributeUse(django: DjangoProject, target: Target, module: PyModule, node: Attribute): CallSite | 'unclear' | 'other' {
  const { names } = django;
  if (node.ctx.nodeType !== 'Load') return 'other';
  const found = target.isConstructor ? names.resolveClass(module, node) : names.resolveFunction(module, node);
  if (found !== undefined) return isTarget(target, found) ? siteOf(target, module, node) : 'other';
  const owner = names.meaning(module, node.value);
  if (target.owner === undefined || target.isConstructor) return owner === undefined && !isReceiver(node.value) && target.isUnique ? 'unclear' : 'other';
  const cls = isReceiver(node.value) ? classWith(module, node) : undefined;
  const method = cls === undefined ? undefined : names.method(cls, target.fn.node.name);
  if (method !== undefined) return isSame(target.fn, method) ? siteOf(target, module, node) : 'other';
  if (owner?.kind === 'external' || owner?.kind === 'module') return 'other';
  return target.isUnique ? siteOf(target, module, node) : 'unclear';
}

function isReceiver(node: ExprNode): boolean {
  return node.nodeType === 'Name' && (node.id === 'self' || node.id === 'cls');
}

function classWith(module: PyModule, node: PythonNode): ClassRef | undefined {
  for (let at = module.parent(node); at !== undefined; at = module.parent(at)) if (at.nodeType === 'ClassDef') return { module, node: at };
  return undefined;
}

/** How tasks are sent off, beside a plain call. */
const SENDING: ReadonlySet<string> = new Set(['delay', 'delay_on_commit', 's', 'si', 'send', 'enqueue', 'call_local']);

/** Calls that take a function and what it is to be called with. */
const HANDING_ON: ReadonlySet<string> = new Set(['partial', 'submit', 'enqueue', 'to_thread', 'async_task', 'call_soon']);

function siteOf(target: Target, module: PyModule, node: ExprNode): CallSite {
  return { module, node, handed: handedAt(target, module, node) };
}

function handedAt({ fn, owner, isConstructor }: Target, module: PyModule, node: ExprNode): HandedOver | undefined {
  const isStatic = hasDecorator(fn.node, 'staticmethod');
  const isThroughClass = node.nodeType === 'Attribute' && node.value.nodeType === 'Name' && node.value.id === owner?.node.name;
  const isClassMethod = hasDecorator(fn.node, 'classmethod');
  const bound = owner !== undefined && !isStatic && (isConstructor || isClassMethod || !isThroughClass) ? 1 : 0;
  const parent = module.parent(node);
  if (parent?.nodeType === 'Call' && parent.func === node) return { args: parent.args, keywords: parent.keywords, filled: bound };
  if (parent?.nodeType === 'Call' && parent.args[0] === node && HANDING_ON.has(lastName(parent.func))) return { args: parent.args.slice(1), keywords: parent.keywords, filled: bound };
  const call = parent?.nodeType === 'Attribute' ? module.parent(parent) : undefined;
  if (parent?.nodeType !== 'Attribute' || call?.nodeType !== 'Call' || call.func !== parent || !SENDING.has(parent.attr)) return undefined;
  return { args: call.args, keywords: call.keywords, filled: fn.node.args.args[0]?.arg === 'self' ? 1 : bound };
}

/** What a site hands to the parameter: `default` where it leaves it out, undefined where that can't be told. */
export function argumentAt({ handed }: Pick<CallSite, 'handed'>, { args }: { readonly args: Arguments }, parameter: string): ExprNode | 'default' | undefined {
  if (handed === undefined) return undefined;
  const named = handed.keywords.find(({ arg }) => arg === parameter);
  if (named !== undefined) return named.value;
  const index = positionalOf(args).findIndex(({ arg }) => arg === parameter) - handed.filled;
  const before = handed.args.slice(0, index + 1);
  if (before.some(({ nodeType }) => nodeType === 'Starred') || handed.keywords.some(({ arg }) => arg === undefined)) return undefined;
  return (index < 0 ? undefined : handed.args[index]) ?? 'default';
}

/** The nodes of a module that bear a name, or the one that it is imported as; strings that hold it as a word. Only what stands on its lines is entered. */
function namesOf(module: PyModule, name: string): PythonNode[] {
  const aliases = new Set([name]);
  let found: PythonNode[] = [];
  for (let known = 0; known < aliases.size; ) {
    known = aliases.size;
    found = [...nodesNaming(module, aliases)];
    for (const node of found) if (node.nodeType === 'Alias' && node.asname !== undefined && isWord(node.name, aliases)) aliases.add(node.asname);
  }
  return found.filter(({ nodeType }) => nodeType !== 'Alias');
}

function* nodesNaming(module: PyModule, names: ReadonlySet<string>): Generator<PythonNode> {
  const lines = linesWith(module.text, names);
  const pending: PythonNode[] = [module.ast];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!mayHold(node, lines)) continue;
    if (bears(node, names)) yield node;
    pending.push(...[...childrenOf(node)].reverse());
  }
}

function bears(node: PythonNode, names: ReadonlySet<string>): boolean {
  switch (node.nodeType) {
    case 'Name':
      return names.has(node.id);
    case 'Attribute':
      return names.has(node.attr);
    case 'Alias':
      return isWord(node.name, names);
    case 'Constant':
      return typeof node.value === 'string' && isWord(node.value, names);
    default:
      return false;
  }
}

function isWord(text: string, names: ReadonlySet<string>): boolean {
  return (text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []).some((word) => names.has(word));
}

/** The lines on which one of the words stands, in ascending order. */
function linesWith(text: string, names: ReadonlySet<string>): number[] {
  const lines: number[] = [];
  let line = 1;
  let from = 0;
  for (const { index } of text.matchAll(new RegExp(`\\b(?:${[...names].join('|')})\\b`, 'g'))) {
    for (let at = text.indexOf('\n', from); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
      line += 1;
      from = at + 1;
    }
    if (lines.at(-1) !== line) lines.push(line);
  }
  return lines;
}

function mayHold(node: PythonNode, lines: readonly number[]): boolean {
  const { lineno, end_lineno: last } = node as { lineno?: number; end_lineno?: number };
  if (lineno === undefined || last === undefined) return true;
  const decorators = isFunction(node) || node.nodeType === 'ClassDef' ? node.decorator_list : [];
  const first = Math.min(lineno, ...decorators.map((decorator) => decorator.lineno));
  return lines.some((line) => first <= line && line <= last);
}

