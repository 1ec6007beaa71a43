import type { Call, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { type ComprehensionNode, isComprehension } from '../../../python/syntax/bindings.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf, isSuper, lastName, type Place, sequenceOf, stringConstant, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { methodsOf, resolverIn } from '../admin/classes.ts';
import { type ClassRef, innerMeta, keyOf } from '../project/classes.ts';
import { hasUnknownKeywords, keywordOf } from '../models/fields.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { Asked, isUpToUser } from './asked.ts';

/** Methods that run before a row is written out, in which code decides on the fields. */
const DECIDING: ReadonlySet<string> = new Set(['__init__', 'get_fields', 'get_field_names', 'to_representation']);

/** What code of a serializer does to its fields while it runs, before it writes a row. */
export interface FieldChanges {
  /** Taken out or put in by their names: of those nobody can tell whether they are written. All others are what the class says, unless somebody asks for less. */
  readonly names: ReadonlySet<string>;
  /** The keywords by which whoever makes the serializer asks for less. */
  readonly keywords: ReadonlySet<string>;
  /** The keys of the context by which a view asks for less. */
  readonly flags: ReadonlySet<string>;
  /** Some of the fields go only where somebody asks for less. */
  readonly upToAsking: boolean;
}

/** What becomes of the fields of a serializer; undefined where fields go of which nobody knows the names, whether anybody asks or not, or where they are handed on. */
export const changesOf: (django: DjangoProject, cls: ClassRef) => FieldChanges | undefined = oncePerKey((cls: ClassRef) => keyOf(cls), (django, cls): FieldChanges | undefined => {
  const [names, keywords, flags] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let upToAsking = false;
  for (const { module, node } of django.names.ancestryOf(cls).classes) {
    for (const method of methodsOf(node)) {
      if (!DECIDING.has(method.name)) continue;
      const asked = new Asked(module, method);
      const changed = new FieldCode(django, cls, module, method, asked).changes();
      if (changed === undefined) return undefined;
      for (const name of changed) names.add(name);
      for (const keyword of asked.keywords) keywords.add(keyword);
      for (const flag of asked.flags) flags.add(flag);
      upToAsking ||= asked.decided;
    }
  }
  return { names, keywords, flags, upToAsking };
}, { answer: undefined });

/** The call that makes a serializer may ask it for less than all of its fields. */
export function mayAskForLess(django: DjangoProject, cls: ClassRef, call: Call): boolean {
  const changes = changesOf(django, cls);
  if (changes === undefined) return false;
  if (changes.keywords.size > 0 && (hasUnknownKeywords(call) || call.keywords.some(({ arg }) => arg !== undefined && changes.keywords.has(arg)))) return true;
  const context = changes.flags.size === 0 ? undefined : keywordOf(call, 'context');
  if (context?.nodeType !== 'Dict') return context !== undefined;
  return context.keys.some((key) => key === null || changes.flags.has(stringConstant(key) ?? ''));
}

/** A view may ask its serializer for less than all fields: by what it hands to its constructor, or puts into its context. */
export function mayViewAskForLess(django: DjangoProject, view: ClassRef, cls: ClassRef): boolean {
  const changes = changesOf(django, cls);
  if (changes === undefined) return false;
  if (changes.keywords.size > 0 && django.method(view, 'get_serializer') !== undefined) return true;
  const context = changes.flags.size === 0 ? undefined : django.method(view, 'get_serializer_context');
  return context !== undefined && [...changes.flags].some((flag) => context.module.source(context.node).includes(flag));
}

/** What is set of a field without a word on whether it is written. */
const SETTINGS: ReadonlySet<string> = new Set(['read_only', 'required', 'queryset', 'allow_null', 'allow_blank', 'label', 'help_text', 'default', 'initial', 'choices', 'validators', 'error_messages', 'context']);

/** What only looks at fields or adds to their names. */
const READING: ReadonlySet<string> = new Set(['get', 'keys', 'values', 'items', 'append', 'extend', 'insert', 'index', 'count', 'copy', 'move_to_end']);

/** By the name of what is taken out. */
const REMOVING: ReadonlySet<string> = new Set(['pop', 'remove', 'discard']);

const COPYING = /^(?:len|list|set|frozenset|sorted|tuple|dict|OrderedDict|iter|enumerate|reversed|any|all)$/;

/** Names of fields, nothing, or nobody knows. */
type Change = readonly string[] | 'any';

const NONE: Change = [];

/** Code of one method that decides on the fields. */
class FieldCode {
  readonly #django: DjangoProject;
  readonly #cls: ClassRef;
  readonly #module: PyModule;
  readonly #fn: FunctionNode;
  readonly #asked: Asked;
  /** The local names of what `get_fields` or `get_field_names` of the bases gives. */
  readonly #holders = new Set<string>();

  constructor(django: DjangoProject, cls: ClassRef, module: PyModule, fn: FunctionNode, asked: Asked) {
    this.#django = django;
    this.#cls = cls;
    this.#module = module;
    this.#fn = fn;
    this.#asked = asked;
  }

  changes(): readonly string[] | undefined {
    const found: string[] = [];
    const isGetter = this.#fn.name.startsWith('get_');
    for (const node of walk(this.#fn.body)) {
      if (isGetter && node.nodeType === 'Assign' && this.#isInherited(node.value)) for (const target of node.targets) if (target.nodeType === 'Name') this.#holders.add(target.id);
      if (isGetter && node.nodeType === 'Return' && !(node.value !== undefined && this.#isInherited(node.value)) && !this.#asked.decides(node)) return undefined;
      const change = this.#isFields(node, isGetter) ? this.#changeBy(node) : NONE;
      if (change === 'any' ? this.#asked.decides(node) || isUpToUser(this.#module, node, this.#fn) : change.length === 0 || isUpToUser(this.#module, node, this.#fn)) continue;
      if (change === 'any') return undefined;
      found.push(...change);
    }
    return found;
  }

  /** `self.fields`, `super().get_fields()`, or the name that holds what this gives. */
  #isFields(node: PythonNode, isGetter: boolean): boolean {
    if (node.nodeType === 'Attribute') return node.attr === 'fields' && isSelf(node.value);
    if (node.nodeType === 'Name') return node.ctx.nodeType === 'Load' && this.#holders.has(node.id);
    return isGetter && node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && this.#isInherited(node) && isSuper(node.func.value);
  }

  /** `super().get_fields()`, what is kept of it under a name, and copies that have all of it. */
  #isInherited(node: ExprNode): boolean {
    if (node.nodeType === 'Name') return this.#holders.has(node.id);
    if (node.nodeType === 'BinOp') return node.op.nodeType === 'Add' && this.#isInherited(node.left);
    if (node.nodeType === 'Dict') return node.keys.some((key, index) => key === null && this.#isInherited(node.values[index] as ExprNode));
    // what a comprehension leaves out is told where it is made
    if (isComprehension(node)) return node.generators[0] !== undefined && this.#isInherited(node.generators[0].iter);
    if (node.nodeType !== 'Call') return false;
    if (node.func.nodeType === 'Attribute') return node.func.attr === this.#fn.name ? isSuper(node.func.value) : node.func.attr === 'items' && this.#isInherited(node.func.value);
    return COPYING.test(lastName(node.func)) && node.args[0] !== undefined && this.#isInherited(node.args[0]);
  }

  /** What the expression around the fields does to them. */
  #changeBy(node: PythonNode): Change {
    const parent = this.#module.parent(node);
    const around = parent === undefined ? undefined : this.#module.parent(parent);
    if (parent?.nodeType === 'Attribute') {
      const [key] = REMOVING.has(parent.attr) && around?.nodeType === 'Call' ? around.args : [];
      if (key !== undefined) return this.#namesOf(key);
      return !READING.has(parent.attr) ? 'any' : parent.attr === 'items' && around !== undefined ? this.#left(around) : NONE;
    }
    if (parent?.nodeType === 'Subscript' && parent.value === node) return this.#changeOfOne(parent, around);
    if (parent?.nodeType === 'Comprehension') return this.#left(node);
    if (parent?.nodeType === 'For' || parent?.nodeType === 'BinOp' || parent?.nodeType === 'Dict' || (parent?.nodeType === 'Assign' && this.#isInherited(parent.value))) return NONE;
    // `"customer" in self.fields`, `len(self.fields)`, `return fields`
    return parent?.nodeType === 'Compare' || parent?.nodeType === 'Return' || (parent?.nodeType === 'Call' && COPYING.test(lastName(parent.func))) ? NONE : 'any';
  }

  /** `self.fields["customer"]` and what is done with it. */
  #changeOfOne(field: ExprNode & { nodeType: 'Subscript' }, around: PythonNode | undefined): Change {
    const inner = innerFields(this.#module, field);
    if (inner !== undefined) return this.#changeBy(inner).length === 0 ? NONE : this.#namesOf(field.slice);
    const isLooked = field.ctx.nodeType === 'Load' && (around?.nodeType !== 'Attribute' || around.ctx.nodeType === 'Load' || SETTINGS.has(around.attr));
    if (isLooked) return NONE;
    const names = this.#namesOf(field.slice);
    // a name that is made up for a further field
    return names === 'any' && field.ctx.nodeType === 'Store' && field.slice.nodeType !== 'Name' ? NONE : names;
  }

  /** What a comprehension over the fields leaves out: `[name for name in names if name != "customer"]`. */
  #left(iter: PythonNode): Change {
    const clause = this.#module.parent(iter);
    const comprehension = clause === undefined ? undefined : this.#module.parent(clause);
    if (clause?.nodeType !== 'Comprehension' || comprehension === undefined || !isComprehension(comprehension) || !this.#isKept(comprehension)) return NONE;
    const left = clause.ifs.map((test): Change => {
      const [right] = test.nodeType === 'Compare' && test.comparators.length === 1 ? test.comparators : [];
      const op = test.nodeType === 'Compare' ? test.ops[0]?.nodeType : undefined;
      return right === undefined || (op !== 'NotEq' && op !== 'NotIn') ? 'any' : op === 'NotEq' ? this.#namesOf(right) : this.#namesIn({ module: this.#module, node: right });
    });
    return left.includes('any') ? 'any' : left.flat();
  }

  /** The comprehension stands for the fields from there on. */
  #isKept(node: ComprehensionNode): boolean {
    let at: PythonNode | undefined = this.#module.parent(node);
    while (at?.nodeType === 'Call' || at?.nodeType === 'BinOp') at = this.#module.parent(at);
    return at?.nodeType === 'Return' || at?.nodeType === 'Assign';
  }

  /** The names that an expression may be, also as the variable of a loop. */
  #namesOf(key: ExprNode): Change {
    const known = stringConstant(key);
    if (known !== undefined) return [known];
    // `api_settings.URL_FIELD_NAME`, of what has nothing to read
    if (lastName(key) === 'URL_FIELD_NAME') return NONE;
    const [binding, ...others] = key.nodeType === 'Name' ? reaching(this.#module, key, key.id) : [];
    if (binding?.value === undefined || others.length > 0) return 'any';
    const { kind, value, path } = binding;
    if (kind === 'value' && path.length === 0) return this.#namesOf(value);
    const isCounted = value.nodeType === 'Call' && lastName(value.func) === 'enumerate';
    const iter = isCounted ? value.args[0] : value;
    return kind === 'element' && iter !== undefined && path.join() === (isCounted ? '1' : '') ? this.#namesIn({ module: this.#module, node: iter }) : 'any';
  }

  #namesIn(place: Place): Change {
    const sequence = sequenceOf(place.node.nodeType === 'Call' ? (this.#resolve(place) ?? place) : place, this.#resolve);
    const texts = sequence?.complete === true ? sequence.elements.map((element) => stringOf(element, this.#resolve)) : [undefined];
    const known = texts.filter((text) => text !== undefined);
    return known.length < texts.length ? 'any' : known;
  }

  /** Local names, `self.Meta.hidden`, `getattr(self.Meta, "hidden", [])`, and what the class body sees. */
  readonly #resolve = ({ module, node }: Place): Place | undefined => {
    const local = node.nodeType === 'Name' && module === this.#module ? soleValue(module, node, node.id) : undefined;
    if (local !== undefined) return { module, node: local };
    const [owner, name, fallback] = node.nodeType === 'Call' && lastName(node.func) === 'getattr' ? node.args : [];
    const found = node.nodeType === 'Attribute' ? this.#attribute(node.value, node.attr) : owner === undefined ? undefined : this.#attribute(owner, stringConstant(name));
    if (found !== undefined) return found;
    return fallback === undefined ? resolverIn(this.#django, this.#cls)({ module, node }) : { module, node: fallback };
  };

  /** What the class of the serializer, or its `Meta`, has by a name. */
  #attribute(owner: ExprNode, name: string | undefined): Place | undefined {
    const isMeta = owner.nodeType === 'Attribute' && owner.attr === 'Meta' && isSelf(owner.value);
    const holder = isMeta ? innerMeta(this.#django.names.ancestryOf(this.#cls).classes) : isSelf(owner) ? this.#cls : undefined;
    const found = holder === undefined || name === undefined ? undefined : this.#django.classAttribute(holder, name);
    return found === undefined ? undefined : { module: found.module, node: found.value };
  }
}

/** The fields of a serializer that is a field: `self.fields["items"].child.fields`. */
function innerFields(module: PyModule, field: ExprNode): ExprNode | undefined {
  const around = module.parent(field);
  if (around?.nodeType !== 'Attribute' || around.value !== field) return undefined;
  return around.attr === 'child' ? innerFields(module, around) : around.attr === 'fields' ? around : undefined;
}
