import type { Call } from '../../nodes.ts';
import type { PyModule } from '../../syntax/module.ts';
import type { ClassRef, FunctionRef } from '../classes.ts';
import { afterCustomMethod } from '../managers.ts';
import type { DjangoModel } from '../models.ts';
import type { DjangoProject } from '../project.ts';
import { newQueryset } from '../queryset.ts';
import { lastName, type ListLoads, LoadsBody, MAX_DEPTH, NOTHING, UNKNOWN } from './loads-body.ts';

export type { ListLoads } from './loads-body.ts';

/** What `get_queryset` of an admin class loads, through its bases and the model's default manager. */
export function loadsOfAdmin(django: DjangoProject, cls: ClassRef, model: DjangoModel): ListLoads {
  return new LoadsReader(django, model, cls).method('get_queryset', undefined, 0);
}

export class LoadsReader {
  readonly #django: DjangoProject;
  readonly #model: DjangoModel;
  /** The class whose method runs: an admin, a manager. */
  readonly #cls: ClassRef;

  constructor(django: DjangoProject, model: DjangoModel, cls: ClassRef) {
    this.#django = django;
    this.#model = model;
    this.#cls = cls;
  }

  get django(): DjangoProject {
    return this.#django;
  }

  get cls(): ClassRef {
    return this.#cls;
  }

  get model(): DjangoModel {
    return this.#model;
  }

  /** The method of the class, or of what comes after `after` in its ancestry; what no class of the project overrides starts at the manager. */
  method(name: string, after: ClassRef | undefined, depth: number): ListLoads {
    if (depth > MAX_DEPTH) return UNKNOWN;
    const { classes } = this.#django.names.ancestryOf(this.#cls);
    const from = after === undefined ? 0 : classes.findIndex(({ node }) => node === after.node) + 1;
    for (const owner of classes.slice(from)) {
      const node = owner.node.body.find((statement) => (statement.nodeType === 'FunctionDef' || statement.nodeType === 'AsyncFunctionDef') && statement.name === name);
      if (node?.nodeType === 'FunctionDef') return this.run({ module: owner.module, node }, new Map(), owner, depth);
    }
    return name === 'get_queryset' ? this.base() : UNKNOWN;
  }

  run({ module, node }: FunctionRef, names: ReadonlyMap<string, ListLoads>, owner: ClassRef | undefined, depth: number): ListLoads {
    return new LoadsBody(this, module, owner, new Map(names), depth).execute(node);
  }

  base(): ListLoads {
    return loadsOfDefaultManager(this.#django, this.#model);
  }

  /** What a manager of a model loads, by its name. Undefined for attributes that are none. */
  manager(model: DjangoModel, name: string): ListLoads | undefined {
    return name === '_base_manager' ? NOTHING : loadsOfManager(this.#django, model, name);
  }

  /** A method of the model's own manager or queryset class. */
  custom(loads: ListLoads, call: Call, module: PyModule, name: string): ListLoads {
    const queryset = newQueryset(this.#model, this.#model.name, { module, node: call }, { loads });
    const after = afterCustomMethod(this.#django, queryset, { name, node: call, module });
    return after === undefined ? UNKNOWN : { ...after.loads, joinsAlways: loads.joinsAlways || after.loads.selectRelated !== loads.selectRelated };
  }
}

/** What the manager that the admin starts from loads: the first that the model or a base of it declares. */
function loadsOfDefaultManager(django: DjangoProject, model: DjangoModel): ListLoads {
  for (const owner of django.names.ancestryOf(model).classes) {
    for (const statement of owner.node.body) {
      const value = statement.nodeType === 'Assign' || statement.nodeType === 'AnnAssign' ? statement.value : undefined;
      if (value?.nodeType === 'Call' && isManager(value)) return loadsOfManagerCall(django, model, owner.module, value);
    }
  }
  return NOTHING;
}

/** What a manager of the model loads, by its name. Undefined for attributes that are none. */
function loadsOfManager(django: DjangoProject, model: DjangoModel, name: string): ListLoads | undefined {
  if (name === '_default_manager') return loadsOfDefaultManager(django, model);
  const declared = django.classAttribute(model, name);
  if (declared?.value.nodeType === 'Call' && isManager(declared.value)) return loadsOfManagerCall(django, model, declared.module, declared.value);
  return name === 'objects' ? NOTHING : undefined;
}

/** A manager class of another package is taken to load nothing. */
function loadsOfManagerCall(django: DjangoProject, model: DjangoModel, module: PyModule, value: Call): ListLoads {
  const cls = managerClass(django, module, value);
  return cls === undefined ? NOTHING : new ManagerReader(django, model, cls).method('get_queryset', undefined, 0);
}

class ManagerReader extends LoadsReader {
  override base(): ListLoads {
    return NOTHING;
  }
}

function isManager({ func }: Call): boolean {
  const text = func.nodeType === 'Call' ? lastName(func.func) : lastName(func);
  return text !== undefined && (text.endsWith("Manager") || text === 'as_manager' || text === 'from_queryset');
}

function managerClass(django: DjangoProject, module: PyModule, { func }: Call): ClassRef | undefined {
  if (func.nodeType === 'Call') return func.func.nodeType === 'Attribute' ? django.resolveClass(module, func.func.value) : undefined;
  return lastName(func) === 'as_manager' ? undefined : django.resolveClass(module, func);
}
