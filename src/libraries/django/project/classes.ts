import { oncePer } from '../../../project/memo.ts';
import type { ClassDef, ExprNode, FunctionNode, StmtNode } from '../../../python/nodes.ts';
import { isFunction, type PyModule, statementsIn } from '../../../python/syntax/module.ts';
import { ownAttribute, type Place } from '../../../python/syntax/static.ts';
import { builtInModule } from './builtin.ts';
import type { ProjectFiles } from './files.ts';

export interface ClassRef {
  readonly module: PyModule;
  readonly node: ClassDef;
}

export interface FunctionRef {
  readonly module: PyModule;
  readonly node: FunctionNode;
}

/** A class and everything it inherits from. */
export interface Ancestry {
  /** Classes of the project in the order in which attributes are looked up, the class itself first. */
  readonly classes: readonly ClassRef[];
  /** Base classes that aren't the project's, as dotted paths; as written where no import explains them. */
  readonly externals: readonly string[];
}

/** What a name stands for. */
export type Meaning =
  | ({ readonly kind: 'class' } & ClassRef)
  | ({ readonly kind: 'function' } & FunctionRef)
  | { readonly kind: 'value'; readonly module: PyModule; readonly node: ExprNode }
  | { readonly kind: 'module'; readonly module: PyModule }
  /** something of another package, by its dotted path */
  | { readonly kind: 'external'; readonly path: string };

/** Classes and functions of the same file, line and name are the same, whichever tree they come from. */
export function keyOf({ module, node }: ClassRef | FunctionRef): string {
  return `${module.path}\0${String(node.lineno)}\0${node.name}`;
}

/** The inner class `Meta` that counts: that of the nearest class of an ancestry that has one, with what it inherits itself. */
export function innerMeta(classes: Ancestry['classes']): ClassRef | undefined {
  for (const { module, node } of classes) {
    const meta = node.body.find((statement): statement is ClassDef => statement.nodeType === 'ClassDef' && statement.name === 'Meta');
    if (meta !== undefined) return { module, node: meta };
  }
  return undefined;
}

const MAX_HOPS = 20;

/** Looks up names across the files of a project. Cyclic imports and inheritance end by a limit on the hops. */
export class Names {
  readonly #files: ProjectFiles;
  readonly #ancestries = oncePer((_node: ClassDef, cls: ClassRef) => this.#inherited(cls));
  readonly #meanings = oncePer<PyModule, [], Map<string, Meaning | undefined>>(() => new Map());

  /** What the look-up that is going on has asked for already, found or not. */
  readonly #asked = new Set<string>();

  constructor(files: ProjectFiles) {
    this.#files = files;
  }

  /** What a name or attribute means at module level; subscripts (`ModelAdmin[Order]`) count as what they subscribe. */
  meaning(module: PyModule, expr: ExprNode, hops = 0): Meaning | undefined {
    if (hops > MAX_HOPS) return undefined;
    if (expr.nodeType === 'Name') return this.#named(module, expr.id, hops);
    if (expr.nodeType === 'Subscript') return this.meaning(module, expr.value, hops + 1);
    if (expr.nodeType !== 'Attribute') return undefined;
    const owner = this.meaning(module, expr.value, hops + 1);
    if (owner === undefined) return undefined;
    if (owner.kind === 'module') return this.#named(owner.module, expr.attr, hops + 1) ?? this.#submodule(owner.module, expr.attr);
    if (owner.kind === 'external') return this.#imported(`${owner.path}.${expr.attr}`, module);
    return owner.kind === 'class' ? this.#member(owner, expr.attr) : undefined;
  }

  resolveClass(module: PyModule, expr: ExprNode): ClassRef | undefined {
    const meaning = this.#followed(this.meaning(module, expr));
    return meaning?.kind === 'class' ? meaning : undefined;
  }

  resolveFunction(module: PyModule, expr: ExprNode): FunctionRef | undefined {
    const meaning = this.#followed(this.meaning(module, expr));
    return meaning?.kind === 'function' ? meaning : undefined;
  }

  /** The dotted path of what isn't the project's own, through re-exports: `django.contrib.admin.ModelAdmin`. */
  externalPath(module: PyModule, expr: ExprNode): string | undefined {
    const meaning = this.#followed(this.meaning(module, expr));
    return meaning?.kind === 'external' ? meaning.path : undefined;
  }

  ancestryOf(cls: ClassRef): Ancestry {
    return this.#ancestries(cls.node, cls);
  }

  #inherited(cls: ClassRef): Ancestry {
    const externals: string[] = [];
    const order: ClassRef[] = [];
    this.#climb(cls, order, externals, new Set());
    // a class that several bases share comes after all of them
    const classes = order.filter(({ node }, index) => order.findLastIndex((other) => other.node === node) === index);
    return { classes, externals: [...new Set(externals)] };
  }

  /** The method that `name` names on the class, with the class that declares it. */
  method(cls: ClassRef, name: string): (FunctionRef & { readonly owner: ClassRef }) | undefined {
    const member = this.memberOf(cls, name);
    return member?.kind === 'function' ? { module: member.module, node: member.node, owner: member.owner } : undefined;
  }

  /** The value that a class attribute has, with the class that sets it. Names of functions and classes count as values too. */
  classAttribute(cls: ClassRef, name: string): { module: PyModule; value: ExprNode; owner: ClassRef } | undefined {
    const member = this.memberOf(cls, name);
    return member?.kind === 'value' ? { module: member.module, value: member.node, owner: member.owner } : undefined;
  }

  /** Method or attribute, whichever the nearest class of the ancestry has. Attributes that are changed in place give undefined. */
  memberOf(cls: ClassRef, name: string): ((FunctionRef & { kind: 'function' }) | (Place & { kind: 'value' })) & { owner: ClassRef } | undefined {
    for (const owner of this.ancestryOf(cls).classes) {
      const member = membersOf(owner.node, owner.module).get(name);
      if (member === 'uncertain') return undefined;
      if (member !== undefined) return { ...member, owner };
    }
    return undefined;
  }

  #climb(cls: ClassRef, order: ClassRef[], externals: string[], path: Set<ClassDef>): void {
    if (path.has(cls.node) || order.length > 200) return;
    order.push(cls);
    path.add(cls.node);
    for (const base of cls.node.bases) {
      const meaning = this.#baseOf(cls, base);
      if (meaning?.kind === 'class') this.#climb(meaning, order, externals, path);
      else if (!(base.nodeType === 'Name' && base.id === 'object')) externals.push(meaning?.kind === 'external' ? meaning.path : cls.module.source(base));
    }
    path.delete(cls.node);
  }

  #baseOf({ module, node }: ClassRef, base: ExprNode): Meaning | undefined {
    const target = base.nodeType === 'Subscript' ? base.value : base;
    // `class UserAdmin(UserAdmin)`: at that time the name is still the import
    const binding = target.nodeType === 'Name' && target.id === node.name ? module.imports.get(target.id) : undefined;
    if (binding !== undefined) return this.#followed(this.#imported(dottedOf(binding), module, 1));
    const meaning = this.#followed(this.meaning(module, target));
    return meaning?.kind === 'class' && meaning.node === node ? undefined : meaning;
  }

  /** Follows values that are only another name for something. */
  #followed(meaning: Meaning | undefined, hops = 0): Meaning | undefined {
    if (meaning?.kind !== 'value' || hops > MAX_HOPS) return meaning;
    const next = this.meaning(meaning.module, meaning.node, hops + 1);
    return next === undefined ? meaning : this.#followed(next, hops + 1);
  }

  /**
   * Packages import themselves from themselves, by `*` too: what is come back to while it is being looked up adds nothing, and each
   * module is asked once. Only what was found, or asked for from outside, is kept: inside a cycle nothing found means nothing yet.
   */
  #named(module: PyModule, name: string, hops: number): Meaning | undefined {
    if (hops > MAX_HOPS) return undefined;
    const known = this.#meanings(module);
    if (known.has(name)) return known.get(name);
    const key = `${module.path}\0${name}`;
    if (this.#asked.has(key)) return undefined;
    const isOutermost = this.#asked.size === 0;
    this.#asked.add(key);
    try {
      const meaning = this.#look(module, name, hops);
      if (meaning !== undefined || isOutermost) known.set(name, meaning);
      return meaning;
    } finally {
      if (isOutermost) this.#asked.clear();
    }
  }

  /** True while the look-up that is going on waits for this very name, or has found nothing under it. */
  #isOpen(module: PyModule, name: string): boolean {
    return this.#asked.has(`${module.path}\0${name}`) && !this.#meanings(module).has(name);
  }

  #look(module: PyModule, name: string, hops: number): Meaning | undefined {
    const node = module.classes.get(name);
    if (node !== undefined) return { kind: 'class', module, node };
    const fn = module.functions.get(name);
    if (fn !== undefined) return { kind: 'function', module, node: fn };
    const value = module.constants.get(name);
    if (value !== undefined) return { kind: 'value', module, node: value };
    const binding = module.imports.get(name);
    if (binding !== undefined) return this.#imported(dottedOf(binding), module, hops + 1);
    return this.#starred(module, name, hops);
  }

  #starred(module: PyModule, name: string, hops: number): Meaning | undefined {
    for (const star of module.starImports) {
      const path = this.#files.resolve(star, module);
      const target = path === undefined || path === module.path ? undefined : this.#files.module(path);
      const meaning = target === undefined ? undefined : this.#named(target, name, hops + 1);
      if (meaning !== undefined) return meaning;
    }
    return undefined;
  }

  /** What a dotted path means: the longest part of it that is a file, then names in it. */
  #imported(dotted: string, from: PyModule, hops = 0): Meaning | undefined {
    if (hops > MAX_HOPS) return undefined;
    const whole = this.#other(dotted, from);
    const split = /^(.*?)\.?([^.]*)$/.exec(dotted);
    const parent = dotted.startsWith('.') && /^\.+[^.]*$/.test(dotted) ? /^\.+/.exec(dotted)?.[0] : split?.[1];
    const name = split?.[2] ?? '';
    const parentPath = parent === undefined || parent === '' ? undefined : this.#other(parent, from);
    const owner = parentPath === undefined ? undefined : this.#files.module(parentPath);
    // `from . import mixins` of a package asks itself, which has nothing under that name yet but the file
    if (owner !== undefined && this.#isOpen(owner, name)) return owner.path === from.path ? this.#submodule(owner, name) : undefined;
    const inner = owner === undefined || (owner.path === from.path && hops > 1) ? undefined : this.#named(owner, name, hops + 1);
    if (inner !== undefined) return inner;
    const module = whole === undefined ? builtInModule(dotted) : this.#files.module(whole);
    if (module !== undefined) return { kind: 'module', module };
    const builtIn = parent === undefined || parentPath !== undefined ? undefined : builtInModule(parent);
    return (builtIn === undefined ? undefined : this.#named(builtIn, name, hops + 1)) ?? { kind: 'external', path: dotted };
  }

  /** The file of a dotted path; `import swapper` in a file of that name means the package. */
  #other(dotted: string, from: PyModule): string | undefined {
    const path = this.#files.resolve(dotted, from);
    return path === from.path && !dotted.startsWith('.') && !path.endsWith('__init__.py') ? undefined : path;
  }

  #submodule(owner: PyModule, name: string): Meaning | undefined {
    if (!owner.path.endsWith('__init__.py')) return undefined;
    const path = this.#files.resolve(`.${name}`, owner);
    const module = path === undefined ? undefined : this.#files.module(path);
    return module === undefined ? undefined : { kind: 'module', module };
  }

  #member(owner: ClassRef, name: string): Meaning | undefined {
    const nested = owner.node.body.find((statement) => statement.nodeType === 'ClassDef' && statement.name === name);
    if (nested?.nodeType === 'ClassDef') return { kind: 'class', module: owner.module, node: nested };
    const member = this.memberOf(owner, name);
    if (member === undefined) return undefined;
    return member.kind === 'function' ? { kind: 'function', module: member.module, node: member.node } : { kind: 'value', module: member.module, node: member.node };
  }
}

function dottedOf({ module, name }: { module: string; name: string | undefined }): string {
  if (name === undefined) return module;
  return /^\.*$/.test(module) ? module + name : `${module}.${name}`;
}

type Member = (FunctionRef & { kind: 'function' }) | (Place & { kind: 'value' }) | 'uncertain';

/** What a class body binds its names to; the last binding of a name wins, as in Python. */
const membersOf = oncePer((node: ClassDef, module: PyModule): ReadonlyMap<string, Member | undefined> => {
  const members = new Map<string, Member | undefined>();
  for (const statement of statementsIn(node.body)) {
    if (isFunction(statement)) {
      // below the getter of a property stand its setter and deleter under the same name
      if (!isSetter(statement) || !members.has(statement.name)) members.set(statement.name, { kind: 'function', module, node: statement });
    } else if (statement.nodeType === 'ClassDef') members.set(statement.name, undefined);
    else for (const name of boundNames(statement)) members.set(name, valueMember(module, node, name));
  }
  return members;
});

function isSetter({ name, decorator_list: decorators }: FunctionNode): boolean {
  return decorators.some((node) => node.nodeType === 'Attribute' && /^(?:setter|deleter)$/.test(node.attr) && node.value.nodeType === 'Name' && node.value.id === name);
}

function valueMember(module: PyModule, node: ClassDef, name: string): Member {
  const value = ownAttribute(node, name);
  return value === undefined ? 'uncertain' : { kind: 'value', module, node: value };
}

function boundNames(statement: StmtNode): string[] {
  if (statement.nodeType === 'AnnAssign' && statement.value === undefined) return [];
  const isBinding = statement.nodeType === 'AnnAssign' || statement.nodeType === 'AugAssign';
  const targets = statement.nodeType === 'Assign' ? statement.targets : isBinding ? [statement.target] : [];
  return targets.flatMap((target) => (target.nodeType === 'Name' ? [target.id] : []));
}
