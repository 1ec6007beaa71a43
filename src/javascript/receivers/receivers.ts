import { locateExport } from '../project/exports.ts';
import { fileFrom, lintedFrom, type SourceFile } from '../project/modules.ts';
import { callReceiver, newReceiver } from './receiver-calls.ts';
import { aliasedReceiver, checkedReceiver, conventionalReceiver, modelReceiver, packageReceiver, tokenReceiver } from './receiver-data.ts';
import { DEPTH, type Following } from './receiver-following.ts';
import { declaredReceiver, receiverWithin } from './receiver-members.ts';
import { argumentReceiver, callbackReceiver, frameworkReceiver, handedInReceiver } from './receiver-parameters.ts';
import { ReceiverTypes } from './receiver-types.ts';
import { writtenReceiver } from './receiver-written.ts';
import { resolveSource } from '../project/resolve.ts';
import { annotationOf, referenceOf, typesOf } from '../syntax/annotations.ts';
import type { Binding, ImportBinding, ParameterBinding, VariableBinding } from '../syntax/bindings.ts';
import { type Source, sourcesOf } from '../syntax/flow.ts';
import type { PatternPath } from '../syntax/module.ts';
import { type Node, parameterPattern, withoutAwait } from '../syntax/nodes.ts';
import type { ByName, Receiver, TypeModel } from './type-model.ts';

/** How many files lead from an expression to what says what it is. */
const HOPS = 4;

/** Of how many places in one value it is asked what stands there, before no long way is followed: `node = node.left` and `node = node.right` lead to each way through a tree. */
const PLACES = 64;

/**
 * Finds out what expressions of one file are to a library: from imports, annotations, decorators, how names are set, what functions return and what
 * classes inherit, in this file and those of the project that it imports.
 */
export class Receivers implements Following {
  readonly file: SourceFile;
  readonly types: TypeModel;
  readonly hops: number;
  readonly typed: ReceiverTypes;
  readonly #aliases: ByName<string>;
  /** By expression, and by what of its value is meant. */
  readonly #known = new Map<Node, Map<string, Receiver | undefined>>();
  readonly #imported = new Map<Binding, Receiver | undefined>();
  /** Of other files, by path. */
  readonly #others = new Map<string, Receivers>();

  /**
   * @param aliases what names stand for by the user's settings
   * @param hops files that may still be opened one behind the other
   */
  constructor(file: SourceFile, types: TypeModel, aliases: ByName<string>, hops = HOPS) {
    this.file = file;
    this.types = types;
    this.#aliases = aliases;
    this.hops = hops;
    this.typed = new ReceiverTypes(file, types, hops);
  }

  /** What `node` is, or undefined where nothing says so. */
  of(node: Node | null | undefined, depth = DEPTH): Receiver | undefined {
    return this.at(node, [], depth);
  }

  /** What stands at `path` in the value of `node`. */
  at(node: Node | null | undefined, path: PatternPath, depth: number): Receiver | undefined {
    const expression = withoutAwait(node);
    if (expression === undefined || depth === 0) return undefined;
    const value = this.#declared(expression);
    const known = this.#known.get(value) ?? new Map<string, Receiver | undefined>();
    this.#known.set(value, known);
    const key = path.join('.');
    if (known.has(key)) return known.get(key);
    if (path.length > 1 && known.size >= PLACES) return undefined;
    known.set(key, undefined);
    const [name, ...rest] = path;
    const found = name === undefined ? (aliasedReceiver(this, value, this.#aliases) ?? this.#find(value, depth - 1) ?? this.#asserted(node) ?? checkedReceiver(this, value)) : receiverWithin(this, value, name, rest, depth - 1);
    known.set(key, found);
    return found;
  }

  /** `container.resolve('em') as EntityManager`: what the code says that it is, where nothing else does. */
  #asserted(node: Node | null | undefined): Receiver | undefined {
    const type = node?.type === 'TSAsExpression' ? referenceOf(node.typeAnnotation) : undefined;
    if (node == null || type === undefined) return undefined;
    const [name = ''] = type.name.split('.');
    // A name that the file doesn't bind is what a project calls it, no more.
    return type.source === undefined && this.file.module.resolveName(name, node) === undefined ? undefined : this.typed.ofType(type, node);
  }

  #find(value: Node, depth: number): Receiver | undefined {
    switch (value.type) {
      case 'Identifier': {
        const binding = this.file.module.resolve(value);
        return binding && this.ofBinding(binding, depth);
      }
      case 'ThisExpression': {
        const owner = this.file.module.thisClass(value);
        return (owner && this.typed.ofInstance(owner)) ?? this.#ofExtended(value, depth);
      }
      case 'CallExpression':
        return callReceiver(this, value, depth) ?? this.ofSources(value, [], depth) ?? tokenReceiver(this, value) ?? declaredReceiver(this, value, []);
      case 'NewExpression':
        return newReceiver(this, value, depth);
      default:
        return this.ofSources(value, [], depth);
    }
  }

  /** Where a variable or a parameter is declared stands for all uses of it. */
  #declared(value: Node): Node {
    const binding = value.type === 'Identifier' ? this.file.module.resolve(value) : undefined;
    return binding?.kind === 'variable' || binding?.kind === 'parameter' ? binding.identifier : value;
  }

  /** What the expressions are that a value is taken from. */
  ofSources(value: Node, path: PatternPath, depth: number): Receiver | undefined {
    const known = this.#known.get(value);
    // `qb = qb.where(…)` is what `qb` was before.
    return this.agreed(sourcesOf(this.file.module, value, path), depth, (first) => { known?.set(path.join('.'), first); });
  }

  /** What the first of several expressions is of which anything is known. Where they are about different models, it is about none that is known. */
  agreed(sources: readonly Source[], depth: number, note?: (first: Receiver) => void): Receiver | undefined {
    let found: Receiver | undefined;
    for (const { node, path } of sources) {
      const one = this.at(node, path, depth);
      if (one === undefined) continue;
      if (found !== undefined && found.model !== one.model) return { kind: found.kind };
      if (found === undefined) note?.(one);
      found ??= one;
    }
    return found;
  }

  /** `this` in a method that a receiver is extended by: `orders.extend({ async close() { await this.update(…) } })`; what the library says of others. */
  #ofExtended(node: Node, depth: number): Receiver | undefined {
    const { module } = this.file;
    let method = module.functionAround(node);
    while (method?.type === 'ArrowFunctionExpression') method = module.functionAround(method);
    const given = method && this.types.thisIn?.(this.file, method);
    if (given !== undefined) return given;
    const property = method && module.parentOf(method);
    const object = property?.type === 'Property' ? module.parentOf(property) : undefined;
    const call = object && module.parentOf(object);
    return call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' && call.callee !== object ? this.of(call, depth) : undefined;
  }

  /** What a name stands for. */
  ofBinding(binding: Binding, depth: number): Receiver | undefined {
    switch (binding.kind) {
      case 'import':
        return this.#ofImport(binding);
      case 'class':
        return modelReceiver(this, binding);
      case 'parameter':
        return this.#ofParameter(binding, depth) ?? this.#ofTakenOut(binding);
      case 'variable':
        return this.#annotated(binding) ?? this.ofSources(binding.identifier, [], depth) ?? this.#ofTakenOut(binding);
      default:
        return undefined;
    }
  }

  #ofParameter(binding: ParameterBinding, depth: number): Receiver | undefined {
    const said = frameworkReceiver(this, binding) ?? this.#annotated(binding);
    return said ?? callbackReceiver(this, binding, depth) ?? handedInReceiver(this, binding) ?? this.ofSources(binding.identifier, [], depth) ?? argumentReceiver(this, binding, depth);
  }

  #annotated({ identifier }: ParameterBinding | VariableBinding): Receiver | undefined {
    return this.typed.ofTypes(typesOf(identifier), identifier) ?? writtenReceiver(this, annotationOf(identifier));
  }

  /** `const { prisma } = context`, `(order, args, { prisma }) => …`: what the name is taken out of is an object, as `context.prisma` takes it. */
  #ofTakenOut(binding: ParameterBinding | VariableBinding): Receiver | undefined {
    const pattern = binding.kind === 'variable' ? binding.node.id : binding.node.params[binding.index];
    if (pattern === undefined || parameterPattern(pattern).type !== 'ObjectPattern') return undefined;
    return declaredReceiver(this, binding.identifier, []) ?? conventionalReceiver(this, binding.name);
  }

  #ofImport(binding: ImportBinding): Receiver | undefined {
    if (!this.#imported.has(binding)) {
      this.#imported.set(binding, undefined);
      this.#imported.set(binding, packageReceiver(this.types, binding) ?? conventionalReceiver(this, isNamed(binding) ? binding.imported : binding.name) ?? modelReceiver(this, binding) ?? this.#ofExport(binding));
    }
    return this.#imported.get(binding);
  }

  /** What the file that a name is imported from says of it: by how it is set, or by its annotation. */
  #ofExport(binding: ImportBinding): Receiver | undefined {
    if (this.hops === 0 || binding.typeOnly || !this.types.worthOpening.test(binding.name)) return undefined;
    const named = this.exported(binding);
    if (named !== undefined) return named.there.ofBinding(named.binding, DEPTH);
    const declared = this.typed.exported(binding);
    return declared && this.there(declared).of(declared.node);
  }

  exported({ source, imported }: ImportBinding): { readonly there: Receivers; readonly binding: Binding } | undefined {
    const path = resolveSource(this.file.path, source);
    const place = path === undefined ? undefined : locateExport(path, imported, lintedFrom(this.file));
    const file = place === undefined ? undefined : fileFrom(this.file, place.path);
    const named = place?.local === undefined || place.property !== undefined ? undefined : file?.module.scopes.get(file.module.program)?.names.get(place.local);
    return file && named && { there: this.there(file), binding: named };
  }

  /** The receivers of another file. */
  there(file: SourceFile): Receivers {
    if (file.path === this.file.path) return this;
    const there = this.#others.get(file.path) ?? new Receivers(file, this.types, this.#aliases, this.hops - 1);
    this.#others.set(file.path, there);
    return there;
  }
}

function isNamed({ imported }: ImportBinding): boolean {
  return imported !== 'default' && imported !== '*';
}
