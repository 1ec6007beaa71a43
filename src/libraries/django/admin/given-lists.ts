import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, FunctionNode } from '../../../python/nodes.ts';
import { bindingsOf, isComprehension } from '../../../python/syntax/bindings.ts';
import { isSelf, isSequence, isSuper, lastName, type Place, sequenceOf, type StaticSequence } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoProject } from '../project.ts';
import { listOption, methodAfter, resolverIn } from './classes.ts';

/** A list that an admin gives, with the class that says so. */
export type GivenList = (StaticSequence & { readonly owner: ClassRef }) | 'absent' | 'unknown';

/** It takes elements away again, or leaves some out: it then gives fewer than it names. */
const takesAway = oncePer(({ body }: FunctionNode): boolean => {
  for (const node of walk(body)) if (isComprehension(node) || node.nodeType === 'Delete' || (node.nodeType === 'Call' && /^(?:remove|discard|pop|clear|filter|difference)$/.test(lastName(node.func)))) return true;
  return false;
});

/**
 * What Django asks an admin for as `get_<option>()`: the elements of the option, or those that a `get_list_display()` and its like of the project give. Of such a method all that any way
 * through it gives; `complete` where it has one way, every element of which is known.
 */
export function givenList(django: DjangoProject, cls: ClassRef, option: string, after?: ClassRef): GivenList {
  const method = methodAfter(django, cls, `get_${option}`, after);
  if (method === undefined) return listOption(django, cls, option);
  const returned = returnsOf(method.node);
  if (returned.length === 0 || method.node.decorator_list.length > 0 || takesAway(method.node)) return 'unknown';
  const reader = new Reader(django, cls, option, method);
  const parts = returned.map((value) => reader.elements(value));
  const elements = parts.flatMap((part) => part ?? []);
  if (elements.length === 0 && parts.includes(undefined)) return 'unknown';
  return { elements: distinct(elements), complete: returned.length === 1 && reader.isWhole, literal: undefined, owner: method.owner };
}

/** Ways through a method name most elements again and again. */
function distinct(elements: readonly Place[]): Place[] {
  const found = new Map<string, Place>();
  for (const place of elements) {
    const text = place.module.source(place.node);
    if (!found.has(text)) found.set(text, place);
  }
  return [...found.values()];
}

const MAX_DEPTH = 12;

/** Follows what a method returns to the elements that it consists of. */
class Reader {
  readonly #django: DjangoProject;
  readonly #cls: ClassRef;
  readonly #option: string;
  readonly #method: FunctionRef & { readonly owner: ClassRef };
  readonly #open = new Set<string>();
  /** False where something wasn't followed, or isn't there on every way. */
  isWhole = true;

  constructor(django: DjangoProject, cls: ClassRef, option: string, method: FunctionRef & { readonly owner: ClassRef }) {
    this.#django = django;
    this.#cls = cls;
    this.#option = option;
    this.#method = method;
  }

  /** The elements that an expression of the method gives, as far as they are known; undefined where none is. */
  elements(node: ExprNode, depth = 0): readonly Place[] | undefined {
    const found = depth > MAX_DEPTH ? undefined : this.#partsOf(node, depth + 1);
    if (found === undefined) this.isWhole = false;
    return found;
  }

  #partsOf(node: ExprNode, depth: number): readonly Place[] | undefined {
    const { module } = this.#method;
    if (isSequence(node)) return node.elts.flatMap((element) => (element.nodeType === 'Starred' ? (this.elements(element.value, depth) ?? []) : [{ module, node: element }]));
    if (node.nodeType === 'BinOp' && node.op.nodeType === 'Add') return this.#any([node.left, node.right], depth);
    if (node.nodeType === 'IfExp' || node.nodeType === 'BoolOp') {
      this.isWhole = false;
      return this.#any(node.nodeType === 'IfExp' ? [node.body, node.orelse] : node.values, depth);
    }
    if (node.nodeType === 'Call') return this.#called(node, depth);
    if (node.nodeType === 'Name') return this.#named(node.id, depth) ?? this.#static(node);
    return node.nodeType === 'Attribute' ? this.#static(node) : undefined;
  }

  #any(nodes: readonly ExprNode[], depth: number): readonly Place[] | undefined {
    const parts = nodes.map((one) => this.elements(one, depth));
    return parts.every((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }

  /** `super().get_list_display(request)`, `list(self.list_display)`, `columns.copy()`. */
  #called({ func, args }: Extract<ExprNode, { nodeType: 'Call' }>, depth: number): readonly Place[] | undefined {
    if (func.nodeType === 'Name') return ['list', 'tuple'].includes(func.id) && args[0] !== undefined ? this.elements(args[0], depth) : undefined;
    if (func.nodeType !== 'Attribute') return undefined;
    if (func.attr === 'copy' && args.length === 0) return this.elements(func.value, depth);
    if (func.attr !== `get_${this.#option}` || !isSuper(func.value)) return undefined;
    return this.#known(givenList(this.#django, this.#cls, this.#option, this.#method.owner));
  }

  /** What constants of the class, the module and other files hold. */
  #static(node: ExprNode): readonly Place[] | undefined {
    if (node.nodeType === 'Attribute' && isSelf(node.value) && node.attr === this.#option) {
      // what is put into the attribute itself stays there for others
      if (this.#method.module.source(this.#method.node).includes(`self.${this.#option}.`)) this.isWhole = false;
      return this.#known(listOption(this.#django, this.#cls, this.#option));
    }
    const sequence = sequenceOf({ module: this.#method.module, node }, resolverIn(this.#django, this.#cls));
    return this.#known(sequence ?? 'unknown');
  }

  #known(list: StaticSequence | 'absent' | 'unknown'): readonly Place[] | undefined {
    if (list === 'unknown') return undefined;
    if (list === 'absent' || !list.complete) this.isWhole = false;
    return list === 'absent' ? [] : list.elements;
  }

  /** A name of the method: whatever it is set to, and what is put into it. Undefined for names from outside. */
  #named(name: string, depth: number): readonly Place[] | undefined {
    const bindings = bindingsOf(this.#method.node).get(name);
    if (bindings === undefined || this.#open.has(name)) return undefined;
    this.#open.add(name);
    const values = bindings.flatMap(({ kind, value, path, node }) => (kind === 'value' && value !== undefined && path.length === 0 ? [value] : node.nodeType === 'AugAssign' ? [] : [undefined]));
    const parts = values.map((value) => value && this.elements(value, depth));
    const added = this.#addedTo(name, depth);
    this.#open.delete(name);
    if (values.length > 1 || values.includes(undefined)) this.isWhole = false;
    return parts.every((part) => part === undefined) ? undefined : [...parts.flatMap((part) => part ?? []), ...added];
  }

  /** `columns += ("customer",)`, `columns.append("customer")`, `columns.extend(…)`, `columns.insert(0, "customer")`. */
  #addedTo(name: string, depth: number): Place[] {
    const { module, node: { body } } = this.#method;
    const isIt = (node: ExprNode): boolean => node.nodeType === 'Name' && node.id === name;
    const found: Place[] = [];
    for (const node of walk(body)) {
      if (node.nodeType === 'AugAssign' && isIt(node.target)) found.push(...(this.elements(node.value, depth) ?? []));
      if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || !isIt(node.func.value)) continue;
      const [first, second] = node.args;
      if (node.func.attr === 'append' && first !== undefined) found.push({ module, node: first });
      if (node.func.attr === 'insert' && second !== undefined) found.push({ module, node: second });
      if (node.func.attr === 'extend' && first !== undefined) found.push(...(this.elements(first, depth) ?? []));
    }
    // a branch may have put it there
    if (found.length > 0) this.isWhole = false;
    return found;
  }
}
