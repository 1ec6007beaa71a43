import type { Call, ClassDef, ExprNode, FunctionNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import type { Span } from '../../../model/text.ts';
import { oncePer } from '../../../project/memo.ts';
import { blockWith } from '../../../python/syntax/blocks.ts';
import { isFunction, type PyModule, statementsIn } from '../../../python/syntax/module.ts';
import { isSelf, isSequence, isSuper, lastName, numberConstant, type Place, type Resolve, sequenceOf, type StaticSequence } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { type ClassRef, type FunctionRef, keyOf } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { isAdminBase, isInlineBase, isQuietBase, showsAsDjangoDoes } from './known-bases.ts';
import { argumentsByRow, registeredModels } from './registered.ts';

/** One `register`: a model and the class that shows it. */
export interface Registration {
  readonly model: DjangoModel;
  /** Undefined where the model is registered without a class of its own, or the class isn't found. */
  readonly admin: ClassRef | undefined;
  /** The class was given but isn't found. */
  readonly opaque: boolean;
  /** The class of a package that shows the model, by its dotted path, where it is one that leaves the list and the form as Django's own does. */
  readonly base: string | undefined;
  /** One of all models of an app, which nobody names. */
  readonly ofApp: boolean;
  readonly module: PyModule;
  /** The name of the model in the call. */
  readonly node: ExprNode;
  /** The admin site, by a key that is the same wherever the site is named. */
  readonly site: string;
  /** The branches in which it stands (`if`, `try`), each by a key of its own: it is made only where all of them are taken. */
  readonly branches: readonly string[];
}

/** Every registration of a project. */
export interface Registry {
  readonly registrations: readonly Registration[];
  /** The admin classes by the key of `keyOf`, with their models. */
  modelsOf(cls: ClassRef): readonly DjangoModel[];
  adminsOf(model: DjangoModel): readonly Registration[];
  /** False where code registers models that can't be told, as in a loop over all of them. */
  readonly complete: boolean;
}

/** The registrations of all admin files of the project, in its present state. */
export const registryOf: (django: DjangoProject) => Registry = oncePerProject((django) => new LoadedRegistry(django));

class LoadedRegistry implements Registry {
  readonly registrations: readonly Registration[];
  readonly complete: boolean;
  readonly #byClass = new Map<string, DjangoModel[]>();
  readonly #byModel = new Map<string, Registration[]>();

  constructor(django: DjangoProject) {
    const registrations: Registration[] = [];
    for (const file of django.files.all()) {
      if (file.mentionsAdmin && file.module !== undefined) registrations.push(...registrationsIn(django, file.module));
    }
    this.registrations = registrations.filter((one) => !one.ofApp || !registrations.some(({ model, site, ofApp }) => !ofApp && model === one.model && site === one.site));
    this.complete = [...django.files.all()].every((file) => !file.mentionsAdmin || !registersOthers(django, file.module));
    for (const registration of this.registrations) {
      const { model, admin } = registration;
      if (admin !== undefined) push(this.#byClass, keyOf(admin), model);
      push(this.#byModel, model.label, registration);
    }
  }

  modelsOf(cls: ClassRef): readonly DjangoModel[] {
    return this.#byClass.get(keyOf(cls)) ?? [];
  }

  adminsOf(model: DjangoModel): readonly Registration[] {
    return this.#byModel.get(model.label) ?? [];
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

function* registrationsIn(django: DjangoProject, module: PyModule): Generator<Registration> {
  for (const node of walk(module.ast)) {
    const found = node.nodeType === 'ClassDef' ? decorated(django, module, node) : node.nodeType === 'Call' && lastName(node.func) === 'register' ? called(django, module, node) : undefined;
    if (found !== undefined && !isForDevelopment(module, node)) yield* found;
  }
}

/** A setting that only developers' machines have: `settings.DEBUG`, `settings.ENV in ("local", "dev")`, `settings.ENV != Environment.PROD`. */
const DEVELOPMENT = /^settings\.\w*DEBUG\w*$|\bsettings\.\w*ENV\w*\s*(?:(?:==|in)\s*[([{]?\s*["'](?:local|dev|development|test)\b|(?:!=|not\s+in)\s*[([{]?\s*(?:["']|\w+\.)prod(?:uction)?\b)/i;

/** True where nobody but developers has what stands there. */
function isForDevelopment(module: PyModule, node: PythonNode): boolean {
  for (let below = node, at = module.parent(node); at !== undefined; below = at, at = module.parent(at)) {
    if (at.nodeType === 'If' && at.body.includes(below as StmtNode) && DEVELOPMENT.test(module.source(at.test))) return true;
  }
  return false;
}

/** `for model in apps.get_models(): admin.site.register(model)` */
function registersOthers(django: DjangoProject, module: PyModule | undefined): boolean {
  if (module === undefined) return false;
  for (const node of walk(module.ast, { nested: true })) {
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || node.func.attr !== 'register' || !/site$/i.test(lastName(node.func.value))) continue;
    const [models] = node.args;
    if (argumentsByRow(django, module, node) !== undefined) continue;
    if (models === undefined || (isSequence(models) ? models.elts : [models]).some((one) => registeredModels(django, module, one).length === 0 && !isImported(module, one))) return true;
  }
  return false;
}

/** A model of a package is none of the project's. */
function isImported(module: PyModule, node: ExprNode): boolean {
  return node.nodeType === 'Name' && module.imports.has(node.id);
}


function* decorated(django: DjangoProject, module: PyModule, node: ClassDef): Generator<Registration> {
  for (const decorator of node.decorator_list) {
    if (decorator.nodeType !== 'Call' || lastName(decorator.func) !== 'register') continue;
    const admin = { module, node };
    if (!looksLikeAdmin(django, admin)) continue;
    const site = siteOf(django, module, decorator.keywords.find(({ arg }) => arg === 'site')?.value ?? ownerOf(decorator.func));
    for (const argument of decorator.args) {
      const model = django.modelOf(module, argument);
      if (model !== undefined) yield { model, admin, opaque: false, base: undefined, ofApp: false, module, node: argument, site, branches: branchesAround(module, node) };
    }
  }
}

/** `site.register(Model)`, `site.register(Model, Admin)`, `site.register([A, B], Admin)`. Other things have a `register` too (routers, histories). */
function* called(django: DjangoProject, module: PyModule, call: Call): Generator<Registration> {
  const { func, args, keywords } = call;
  if (func.nodeType !== 'Attribute') return;
  const [models, second] = args;
  if (models === undefined) return;
  const given = second ?? keywords.find(({ arg }) => arg === 'admin_class')?.value;
  const site = { func: func.value, key: siteOf(django, module, func.value), branches: branchesAround(module, models) };
  const rows = argumentsByRow(django, module, call) ?? [[{ module, node: models }, ...(given === undefined ? [] : [{ module, node: given }])]];
  for (const [first, shownBy] of rows) if (first !== undefined) yield* registeredBy(django, { module, models, site }, first, shownBy);
}

/** Where a `register` stands, and on which site. */
interface Registering {
  readonly module: PyModule;
  /** What it names as models, to point at where the models themselves stand in another file. */
  readonly models: ExprNode;
  readonly site: { readonly func: ExprNode; readonly key: string; readonly branches: readonly string[] };
}

function* registeredBy(django: DjangoProject, { module, models, site }: Registering, first: Place, given: Place | undefined): Generator<Registration> {
  const admin = given === undefined ? undefined : django.resolveClass(given.module, given.node);
  const onSite = /site$/i.test(lastName(site.func));
  if (admin === undefined ? !onSite : !looksLikeAdmin(django, admin) && !onSite) return;
  const path = given === undefined || admin !== undefined ? undefined : django.names.externalPath(given.module, given.node);
  const base = path !== undefined && showsAsDjangoDoes(path) ? path : undefined;
  for (const { model, node, ofApp } of registeredModels(django, first.module, first.node)) {
    yield { model, admin, opaque: given !== undefined && admin === undefined && base === undefined, base, ofApp, module, node: first.module === module ? node : models, site: site.key, branches: site.branches };
  }
}

/** The blocks around a node that may be passed over. What stands in a `finally` doesn't. */
function branchesAround(module: PyModule, node: PythonNode): string[] {
  const found: string[] = [];
  let below = node;
  for (let at = module.parent(node); at !== undefined; below = at, at = module.parent(at)) {
    const [first] = BRANCHING.has(at.nodeType) && !isFinally(at, below) ? (blockWith(at, below) ?? []) : [];
    if (first !== undefined) found.unshift(`${module.path}\0${String(module.range(first)[0])}`);
  }
  return found;
}

const BRANCHING: ReadonlySet<string> = new Set(['If', 'Try', 'TryStar', 'ExceptHandler', 'MatchCase']);

function isFinally(around: PythonNode, below: PythonNode): boolean {
  return (around.nodeType === 'Try' || around.nodeType === 'TryStar') && around.finalbody.includes(below as StmtNode);
}

function ownerOf(func: ExprNode): ExprNode | undefined {
  return func.nodeType === 'Attribute' ? func.value : undefined;
}

/** Django's own site, by the key of `Registration.site`. */
export const DEFAULT_SITE = 'django.contrib.admin.site';

/**
 * The site of `admin.site.register(…)`, `@admin.register(…, site=support_site)` and `@support_site.register(…)`, where that is
 * Django's own or an object of the project. Without one it is the default site.
 */
function siteOf(django: DjangoProject, module: PyModule, node: ExprNode | undefined): string {
  if (node === undefined) return DEFAULT_SITE;
  const meaning = django.names.meaning(module, node);
  if (meaning?.kind === 'value') return `${meaning.module.path}\0${String(meaning.node.lineno)}`;
  const path = meaning?.kind === 'external' ? meaning.path : module.source(node);
  return /^django\.contrib(\.gis)?\.admin(\.sites)?(\.site)?$|^admin(\.site)?$/.test(path) ? DEFAULT_SITE : path;
}

function looksLikeAdmin(django: DjangoProject, cls: ClassRef): boolean {
  return isAdmin(django, cls) || django.names.ancestryOf(cls).externals.some((path) => /Admin\w*$/.test(path));
}

/** True for subclasses of ModelAdmin. */
export function isAdmin(django: DjangoProject, cls: ClassRef): boolean {
  const { externals } = django.names.ancestryOf(cls);
  return externals.some((path) => isAdminBase(path)) || isBuiltInAdmin(django, cls);
}

function isBuiltInAdmin(django: DjangoProject, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).classes.some(({ module }) => module.path.startsWith('built-in:django/contrib/auth/admin'));
}

export function isInline(django: DjangoProject, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).externals.some((path) => isInlineBase(path));
}

/** Base classes that aren't found and may do anything. */
export function opaqueBases(django: DjangoProject, cls: ClassRef): readonly string[] {
  return django.names.ancestryOf(cls).externals.filter((path) => !isQuietBase(path));
}

/** Looks names up as a class body sees them: attributes of the class, the module's names, other files. */
export function resolverIn(django: DjangoProject, cls: ClassRef | undefined): Resolve {
  return ({ module, node }) => {
    if (node.nodeType === 'Name' && module === cls?.module) {
      const own = django.classAttribute(cls, node.id);
      if (own !== undefined && own.value !== node) return { module: own.module, node: own.value };
    }
    if (node.nodeType === 'Attribute' && isSelf(node.value) && cls !== undefined) {
      const own = django.classAttribute(cls, node.attr);
      return own === undefined ? undefined : { module: own.module, node: own.value };
    }
    if (node.nodeType === 'Attribute' && node.value.nodeType === 'Name' && module === cls?.module && node.value.id === cls.node.name) {
      // `class UserAdmin(UserAdmin)`: in its body the name is still what it inherits from
      const inherited = django.names.ancestryOf(cls).classes.find((one) => one.node !== cls.node && one.node.name === cls.node.name);
      const member = inherited === undefined ? undefined : django.classAttribute(inherited, node.attr);
      return member === undefined ? undefined : { module: member.module, node: member.value };
    }
    const meaning = django.names.meaning(module, node);
    return meaning?.kind === 'value' ? { module: meaning.module, node: meaning.node } : undefined;
  };
}

/** The value of an admin's option with the class that sets it. */
export function optionOf(django: DjangoProject, cls: ClassRef, name: string): (Place & { readonly owner: ClassRef }) | undefined {
  const found = django.classAttribute(cls, name);
  return found === undefined ? undefined : { module: found.module, node: found.value, owner: found.owner };
}

/** Names for names for a number. */
const MOST_NAMES = 4;

/** The number that an option is, also by the name of a constant. */
export function numberOption(django: DjangoProject, cls: ClassRef, name: string): number | undefined {
  const option = optionOf(django, cls, name);
  const resolve = option === undefined ? undefined : resolverIn(django, option.owner);
  let at: Place | undefined = option;
  for (let hops = 0; at !== undefined && hops < MOST_NAMES; hops += 1, at = resolve?.(at)) {
    const number = numberConstant(at.node);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The elements of an option that is a tuple or list; `absent` where no class sets it, `unknown` where it can't be read. */
export function listOption(django: DjangoProject, cls: ClassRef, name: string): (StaticSequence & { readonly owner: ClassRef }) | 'absent' | 'unknown' {
  const option = optionOf(django, cls, name);
  if (option === undefined) return django.names.memberOf(cls, name) === undefined && !isChanged(django, cls, name) ? 'absent' : 'unknown';
  const sequence = sequenceOf(option, resolverIn(django, option.owner));
  return sequence === undefined ? 'unknown' : { ...sequence, owner: option.owner };
}

/** An attribute that a class body sets in a way that isn't followed (`+=`, in branches). */
function isChanged(django: DjangoProject, cls: ClassRef, name: string): boolean {
  return django.names.ancestryOf(cls).classes.some(({ node }) =>
    node.body.some((statement) => statement.nodeType === 'AugAssign' && statement.target.nodeType === 'Name' && statement.target.id === name),
  );
}

/**
 * The smallest node of the class's own file that leads to an element of an option: the element, else the option's value (`list_filter = COMMON_FILTERS` of another
 * file). Undefined where another file's class sets the option.
 */
export function ownSpanOf(django: DjangoProject, { module, node }: ClassRef, name: string, element: Place): Span | undefined {
  if (element.module === module) return module.range(element.node);
  const option = optionOf(django, { module, node }, name);
  return option?.module === module ? module.range(option.node) : undefined;
}

/** True where the project overrides one of the methods, on the class or its bases. */
export function overrides(django: DjangoProject, cls: ClassRef, ...names: readonly string[]): boolean {
  return names.some((name) => django.method(cls, name) !== undefined);
}

/** `change_view` answers by that of another admin, which it chooses by the row: `return chosen.change_view(request, …)`. The form is not one of this class. */
export function handsFormOn(django: DjangoProject, cls: ClassRef): boolean {
  const method = django.method(cls, 'change_view');
  for (const node of method === undefined ? [] : walk(method.node.body)) {
    const func = node.nodeType === 'Call' ? node.func : undefined;
    // `ModelAdmin.change_view(self, …)` is its own
    if (func?.nodeType === 'Attribute' && func.attr === 'change_view' && node.nodeType === 'Call') return !isSuper(func.value) && (node.args[0] === undefined || !isSelf(node.args[0]));
  }
  return false;
}

/** The admin classes that a module declares, with the models they show. */
export function adminsIn(django: DjangoProject, module: PyModule): { readonly cls: ClassRef; readonly models: readonly DjangoModel[] }[] {
  const registry = registryOf(django);
  const found: { cls: ClassRef; models: readonly DjangoModel[] }[] = [];
  for (const cls of classesIn(module)) {
    const models = registry.modelsOf(cls);
    if (models.length > 0) found.push({ cls, models });
  }
  return found;
}

/** Every class of a module, also those inside other classes and functions. */
export const classesIn: (module: PyModule) => readonly ClassRef[] = oncePer((module: PyModule) =>
  [...statementsIn(module.ast.body, true)].filter((statement) => statement.nodeType === 'ClassDef').map((node): ClassRef => ({ module, node })));

/** The class that an option of `cls` names: one inside its own body, which only that body sees, else one of the module's. */
export function classIn(django: DjangoProject, cls: ClassRef, { module, node }: Place): ClassRef | undefined {
  for (const owner of node.nodeType === 'Name' ? django.names.ancestryOf(cls).classes : []) {
    if (owner.module.path !== module.path) continue;
    const inner = [...statementsIn(owner.node.body)].find((statement) => statement.nodeType === 'ClassDef' && node.nodeType === 'Name' && statement.name === node.id);
    if (inner?.nodeType === 'ClassDef') return { module: owner.module, node: inner };
  }
  return django.resolveClass(module, node);
}

/** The function of that name in the class's own body. */
export function ownMethod({ node }: ClassRef, name: string): FunctionNode | undefined {
  return methodsOf(node).find((method) => method.name === name);
}

/** The method of that name in the body of the class, or of what comes after `after` in its ancestry, as `super()` in `after` finds it. */
export function methodAfter(django: DjangoProject, cls: ClassRef, name: string, after: ClassRef | undefined): (FunctionRef & { readonly owner: ClassRef }) | undefined {
  const { classes } = django.names.ancestryOf(cls);
  const from = after === undefined ? 0 : classes.findIndex(({ node }) => node === after.node) + 1;
  for (const owner of classes.slice(from)) {
    const node = ownMethod(owner, name);
    if (node?.nodeType === 'FunctionDef') return { module: owner.module, node, owner };
  }
  return undefined;
}

/** True where the class's own body has a method or sets an attribute of one of the names: what a class inherits as it is has been told of where it stands. */
export function declaresOne({ node }: ClassRef, names: readonly string[]): boolean {
  return node.body.some((statement) => {
    if (statement.nodeType === 'FunctionDef') return names.includes(statement.name);
    if (statement.nodeType === 'AnnAssign') return statement.value !== undefined && statement.target.nodeType === 'Name' && names.includes(statement.target.id);
    return statement.nodeType === 'Assign' && statement.targets.some((target) => target.nodeType === 'Name' && names.includes(target.id));
  });
}

/** Functions of a class body. */
export function methodsOf(node: ClassDef): FunctionNode[] {
  return node.body.filter((statement): statement is typeof statement & FunctionNode => isFunction(statement));
}
