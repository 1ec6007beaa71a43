import { oncePer } from '../../../project/memo.ts';
import type { Attribute, Call, ClassDef, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { type PyModule, statementsIn } from '../../../python/syntax/module.ts';
import { lastName, type Place, stringOf } from '../../../python/syntax/static.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { type DjangoModel, metaOf } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { gatheredPerProject, oncePerProject } from '../project/project-memo.ts';

/** A manager as a model's class body makes it: `OrderManager()`, `OrderQuerySet.as_manager()`. */
export type ManagerCall = Place<Call>;

/** The manager that a model has under `name`; undefined for attributes that are none, and for those that Django adds by itself. */
export function declaredManager(django: DjangoProject, model: DjangoModel, name: string): ManagerCall | undefined {
  const found = django.classAttribute(model, name);
  return found?.value.nodeType === 'Call' && isManager(django, found.module, found.value) ? { module: found.module, node: found.value } : undefined;
}

/**
 * The manager that lists, dropdowns, filters and related managers start from: `Meta.default_manager_name`, else the first that the
 * class declares, else the same of its bases (db/models/options.py, Django 3.2 to 5.2). Undefined where it is Django's own.
 */
export function defaultManager(django: DjangoProject, model: DjangoModel): ManagerCall | undefined {
  for (const cls of django.names.ancestryOf(model).classes) {
    const name = metaName(cls, 'default_manager_name');
    if (name !== undefined) return declaredManager(django, model, name);
    const [first] = managersIn(django, cls);
    if (first !== undefined) return first;
  }
  return undefined;
}

/** The manager through which a key is followed to its one row: `Meta.base_manager_name`, else Django's own, which loads nothing more. */
export function baseManager(django: DjangoProject, model: DjangoModel): ManagerCall | undefined {
  for (const cls of django.names.ancestryOf(model).classes) {
    const name = metaName(cls, 'base_manager_name');
    if (name !== undefined) return declaredManager(django, model, name);
  }
  return undefined;
}

/** The managers that a model and its bases declare. */
export function managersOf(django: DjangoProject, model: DjangoModel): ManagerCall[] {
  return django.names.ancestryOf(model).classes.flatMap((cls) => managersIn(django, cls));
}

function metaName({ module, node }: ClassRef, option: string): string | undefined {
  const value = metaOf(node, option);
  return value === undefined ? undefined : stringOf({ module, node: value });
}

function managersIn(django: DjangoProject, { module, node }: ClassRef): readonly ManagerCall[] {
  return managersOfClass(django)(node, module);
}

/** Asked for every method of a chain that Django doesn't have. */
const managersOfClass = oncePerProject((django) => oncePer((cls: ClassDef, module: PyModule): readonly ManagerCall[] => {
  const found: ManagerCall[] = [];
  for (const statement of statementsIn(cls.body)) {
    const value = statement.nodeType === 'Assign' || statement.nodeType === 'AnnAssign' ? statement.value : undefined;
    if (value?.nodeType === 'Call' && isManager(django, module, value)) found.push({ module, node: value });
  }
  return found;
}));

function isManager(django: DjangoProject, module: PyModule, { func }: Call): boolean {
  const name = lastName(func.nodeType === 'Call' ? func.func : func);
  if (name.endsWith('Manager') || name === 'as_manager' || name === 'from_queryset') return true;
  const cls = django.resolveClass(module, func);
  return cls !== undefined && django.names.ancestryOf(cls).externals.some((path) => /Manager$|\.from_queryset\(/.test(path));
}

/**
 * The project's classes behind a manager: `OrderManager()`, `OrderQuerySet.as_manager()`, `Manager.from_queryset(OrderQuerySet)()`, and the querysets from which such a class is made.
 * Empty for Django's own; undefined where a class isn't found.
 */
export function managerClasses(django: DjangoProject, { module, node: { func, keywords } }: ManagerCall): ClassRef[] | undefined {
  // `ScopedManager(shop="shop", _manager_class=OrderManager)`
  const scoped = keywords.find(({ arg }) => arg === '_manager_class');
  if (scoped !== undefined) return classesNamed(django, module, [scoped.value]);
  if (func.nodeType === 'Attribute' && func.attr === 'as_manager') return classesNamed(django, module, [func.value]);
  if (func.nodeType === 'Call' && func.func.nodeType === 'Attribute' && func.func.attr === 'from_queryset') {
    return classesNamed(django, module, [func.func.value, ...func.args]);
  }
  return classesNamed(django, module, [func])?.flatMap((cls) => [cls, ...querysetsBehind(django, cls)]);
}

/** The model whose manager or queryset a class is, by what models declare: undefined for a class that several share, an abstract one included, whose heirs do. */
export function managedModel(django: DjangoProject, cls: ClassRef): DjangoModel | undefined {
  return managedModels(django).get(keyOf(cls)) ?? undefined;
}

/** The models by the classes behind their managers and what these inherit from; null where there are several. */
const managedModels = gatheredPerProject((found: Map<string, DjangoModel | null>, django) => {
  for (const file of django.files.all()) {
    if (file.classes.size === 0 || !/Manager|as_manager|from_queryset/.test(file.text)) continue;
    const { module } = file;
    for (const node of module?.classes.values() ?? []) {
      const model = module === undefined ? undefined : django.models.ofClass({ module, node });
      if (model !== undefined) for (const cls of classesBehind(django, model)) found.set(keyOf(cls), isAlone(model, found.get(keyOf(cls))) ? model : null);
    }
  }
});

/** The classes of the project whose methods run for a manager that the model's class declares. */
function classesBehind(django: DjangoProject, model: DjangoModel): ClassRef[] {
  const own = managersIn(django, model).flatMap((manager) => managerClasses(django, manager) ?? []);
  return own.flatMap((cls) => django.names.ancestryOf(cls).classes);
}

function isAlone(model: DjangoModel, known: DjangoModel | null | undefined): boolean {
  return !model.abstract && known !== null && (known === undefined || known.label === model.label);
}

/** `class OrderManager(Manager.from_queryset(OrderQuerySet))`, also by a name for what the call gives, on the class or on one that it inherits from. */
function querysetsBehind(django: DjangoProject, cls: ClassRef): ClassRef[] {
  return django.names.ancestryOf(cls).classes.flatMap(({ module, node }) => node.bases.flatMap((base) => {
    const made = madeFrom(module, base);
    return made === undefined ? [] : (classesNamed(django, module, made.args) ?? []);
  }));
}

/** The call `X.from_queryset(…)` that an expression is or a constant of the module names. */
function madeFrom(module: PyModule, name: ExprNode): (Call & { readonly func: Attribute }) | undefined {
  const value = name.nodeType === 'Name' ? module.constants.get(name.id) : name;
  return value?.nodeType === 'Call' && value.func.nodeType === 'Attribute' && value.func.attr === 'from_queryset' ? { ...value, func: value.func } : undefined;
}

/** Managers and querysets of Django, and of packages that narrow or put in order what they read and load nothing besides, by their sources. */
const QUIET = /^(?:django|django_scopes|mptt|treebeard|model_utils|ordered_model|safedelete|django_cte|psqlextra|wagtail(?:\.core)?\.models)\..*(?:Manager|QuerySet)$/;

/** @param open calls that are being looked at: a class may take the name that it is made from (`Orders = Orders.from_queryset(…)`) */
function classesNamed(django: DjangoProject, module: PyModule, names: readonly ExprNode[], open: ReadonlySet<PythonNode> = new Set()): ClassRef[] | undefined {
  const found: ClassRef[] = [];
  for (const name of names) {
    if (lastName(name) === 'Manager' || lastName(name) === 'BaseManager' || lastName(name) === 'QuerySet') continue;
    const made = madeFrom(module, name);
    const isOpen = made !== undefined && open.has(made.func);
    const inner = made === undefined || isOpen ? undefined : classesNamed(django, module, [made.func.value, ...made.args], new Set([...open, made.func]));
    const cls = inner === undefined ? (isOpen ? classBefore(module, name) : django.resolveClass(module, name)) : undefined;
    if (inner === undefined && cls === undefined && QUIET.test(django.names.externalPath(module, name) ?? '')) continue;
    if (inner === undefined && cls === undefined) return undefined;
    found.push(...(inner ?? []), ...(cls === undefined ? [] : [cls]));
  }
  return found;
}

/** The class that a name stood for before it was set to something else. */
function classBefore(module: PyModule, name: ExprNode): ClassRef | undefined {
  const node = name.nodeType === 'Name' ? module.classes.get(name.id) : undefined;
  return node === undefined ? undefined : { module, node };
}
