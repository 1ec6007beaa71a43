import type { Attribute, Call, ExprNode } from '../../../python/nodes.ts';
import { oncePer } from '../../../project/memo.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { baseManager, declaredManager, defaultManager, type ManagerCall, managerClasses } from '../querysets/manager-classes.ts';
import { afterCustomMethod } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { newQueryset } from '../querysets/queryset.ts';
import { methodAfter } from './classes.ts';
import { LoadsBody, MAX_DEPTH, type ModelNames } from './loads-body.ts';
import { type ListLoads, NOTHING, ofWays, UNKNOWN } from './ways.ts';

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

  /** Whether the class's own `get_queryset` begins with `self.queryset`: that of an admin doesn't. */
  readonly asksOwnQueryset: boolean = false;

  get django(): DjangoProject {
    return this.#django;
  }

  get cls(): ClassRef {
    return this.#cls;
  }

  get model(): DjangoModel {
    return this.#model;
  }

  /**
   * The method of the class, or of what comes after `after` in its ancestry; what no class of the project overrides starts at the manager.
   *
   * @param own what the code has set `self.queryset` to on the way here
   */
  method(name: string, after: ClassRef | undefined, depth: number, own?: ListLoads): ListLoads {
    if (depth > MAX_DEPTH) return UNKNOWN;
    const found = methodAfter(this.#django, this.#cls, name, after);
    if (found !== undefined) return this.run(found, new Map(), found.owner, depth);
    return name === 'get_queryset' ? ((this.asksOwnQueryset ? own : undefined) ?? this.base()) : UNKNOWN;
  }

  run({ module, node }: FunctionRef, names: ReadonlyMap<string, ListLoads>, owner: ClassRef | undefined, depth: number, classes?: ModelNames): ListLoads {
    return new LoadsBody(this, module, owner, names, depth, classes).execute(node);
  }

  /** What rows bring along that code gives which no class of a list has: those of one object (`project.tags`), where this reader is asked for such. */
  readonly elsewhere: ((module: PyModule, expr: Attribute | Call) => ListLoads | undefined) | undefined = undefined;

  /** What a `Prefetch` with a queryset loads, where this reader can tell what the rows of that bring along. */
  readonly prefetches: ((module: PyModule, argument: ExprNode) => readonly string[] | undefined) | undefined = undefined;

  /** Whether a condition holds where the rows are asked for, where this reader knows it of some. */
  readonly decides: ((module: PyModule, test: ExprNode) => boolean | undefined) | undefined = undefined;

  /** What the rows bring along that a class attribute holds: `queryset` of a view. Undefined for attributes of other kinds. */
  attribute(name: string): ListLoads | undefined {
    const found = this.#django.classAttribute(this.#cls, name);
    return found === undefined ? undefined : new LoadsBody(this, found.module, found.owner, new Map(), 0).valueOf(found.value);
  }

  base(): ListLoads {
    return loadsOfManagerCall(this.#django, this.#model, defaultManager(this.#django, this.#model));
  }

  /** What a manager of a model loads, by its name. Undefined for attributes that are none. */
  manager(model: DjangoModel, name: string): ListLoads | undefined {
    return loadsOfManager(this.#django, model, name);
  }

  /** A method of the model's own manager or queryset class. */
  custom(loads: ListLoads, call: Call, module: PyModule, name: string): ListLoads {
    const after = loads.ways.map((way) => {
      const queryset = newQueryset(this.#model, this.#model.name, { module, node: call }, { loads: { selectRelated: way.selectRelated, prefetched: way.prefetched, unknown: false } });
      const refined = afterCustomMethod(this.#django, queryset, { name, node: call, module });
      return refined === undefined || refined.loads.unknown || refined.shape !== 'instances' ? undefined : { ...way, selectRelated: refined.loads.selectRelated, prefetched: refined.loads.prefetched };
    });
    const ways = after.filter((way) => way !== undefined);
    return ways.length < after.length ? UNKNOWN : ofWays(ways, loads.unknown);
  }
}

/** By the call that makes a manager, and by the label of a model. */
const loadsOfManagers = oncePerProject(() => oncePer<Call, [], Map<string, ListLoads>>(() => new Map()));

/** What a manager of the model loads. One whose class is of another package is taken to load nothing. */
function loadsOfManagerCall(django: DjangoProject, model: DjangoModel, manager: ManagerCall | undefined): ListLoads {
  if (manager === undefined) return NOTHING;
  const known = loadsOfManagers(django)(manager.node);
  const before = known.get(model.label);
  if (before !== undefined) return before;
  // a manager that asks for its own model's manager comes back here
  known.set(model.label, UNKNOWN);
  const [cls] = managerClasses(django, manager) ?? [];
  const loads = cls === undefined ? NOTHING : new ManagerReader(django, model, cls).method('get_queryset', undefined, 0);
  known.set(model.label, loads);
  return loads;
}

/** What a manager of the model loads, by its name. Undefined for attributes that are none. */
export function loadsOfManager(django: DjangoProject, model: DjangoModel, name: string): ListLoads | undefined {
  if (name === '_default_manager') return loadsOfManagerCall(django, model, defaultManager(django, model));
  if (name === '_base_manager') return loadsOfManagerCall(django, model, baseManager(django, model));
  const declared = declaredManager(django, model, name);
  return declared === undefined && name !== 'objects' ? undefined : loadsOfManagerCall(django, model, declared);
}

class ManagerReader extends LoadsReader {
  override base(): ListLoads {
    return NOTHING;
  }
}
