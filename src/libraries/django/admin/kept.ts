import type { Call, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { isSelf, isSuper, lastName } from '../../../python/syntax/static.ts';
import type { FunctionRef } from '../project/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { addMentioned } from './forms.ts';

/**
 * The names that `get_fields`, `get_fieldsets` and their kin of a class may add, leave out or move: those that they mention. All others stay as the
 * attribute or Django says. Undefined where a method may take others away, or gives something of its own on every way.
 *
 * @param name the method: its attribute is called so without `get_`
 */
export function touchedBy(django: DjangoProject, cls: ClassRef, name: string): ReadonlySet<string> | undefined {
  const touched = new Set<string>();
  for (const owner of django.names.ancestryOf(cls).classes) {
    const method = django.method(owner, name);
    if (method?.owner.node !== owner.node) continue;
    const asks = new KeptBody(method, name).asks();
    if (asks === undefined) return undefined;
    addMentioned(method, touched);
    // what it makes of the attribute is all that there is
    if (asks === 'attribute') break;
  }
  return touched;
}

const COPIES: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'deepcopy', 'copy', 'sorted', 'OrderedDict', 'reversed']);

/** Methods of lists that take nothing away but what they name. */
const KEEPING: ReadonlySet<string> = new Set(['append', 'insert', 'extend', 'remove', 'sort', 'reverse', 'index', 'add', 'update', 'copy', 'count']);

/** One method that hands on what its base says, changed in place or not. */
class KeptBody {
  readonly #module: PyModule;
  readonly #node: FunctionNode;
  readonly #name: string;
  /** Local names that hold what the base says. */
  readonly #held = new Set<string>();
  #isAttribute = false;

  constructor({ module, node }: FunctionRef, name: string) {
    this.#module = module;
    this.#node = node;
    this.#name = name;
  }

  /** What it starts from; undefined where it may take away more than it names. Some way out that keeps all is enough: whoever takes it sees them. */
  asks(): 'super' | 'attribute' | undefined {
    const nodes = [...walk(this.#node.body)];
    // a name may be set from another one further down
    for (let before = -1; before < this.#held.size;) {
      before = this.#held.size;
      for (const node of nodes) if (node.nodeType === 'Assign') for (const target of node.targets) if (target.nodeType === 'Name' && this.#keeps(node.value)) this.#held.add(target.id);
    }
    if (!nodes.every((node) => this.#isHarmless(node))) return undefined;
    const returned = nodes.some((node) => node.nodeType === 'Return' && node.value !== undefined && this.#keeps(node.value));
    if (!returned) return undefined;
    return this.#isAttribute ? 'attribute' : 'super';
  }

  /** All that the base says is in the value. */
  #keeps(expr: ExprNode): boolean {
    switch (expr.nodeType) {
      case 'Name':
        return this.#held.has(expr.id);
      case 'Attribute':
        return this.#isOwnAttribute(expr);
      case 'Call':
        return this.#isSuper(expr) || (COPIES.has(lastName(expr.func)) && expr.args[0] !== undefined && this.#keeps(expr.args[0]));
      case 'BinOp':
        return expr.op.nodeType === 'Add' && (this.#keeps(expr.left) || this.#keeps(expr.right));
      case 'BoolOp':
        return expr.op.nodeType === 'Or' && expr.values[0] !== undefined && this.#keeps(expr.values[0]);
      case 'List':
      case 'Tuple':
        return expr.elts.some((element) => element.nodeType === 'Starred' && this.#keeps(element.value));
      case 'ListComp':
      case 'GeneratorExp':
        return this.#isSelection(expr);
      default:
        return false;
    }
  }

  #isOwnAttribute(expr: ExprNode & { nodeType: 'Attribute' }): boolean {
    const isIt = expr.attr === this.#name.slice('get_'.length) && isSelf(expr.value);
    this.#isAttribute ||= isIt;
    return isIt;
  }

  #isSuper({ func }: Call): boolean {
    return func.nodeType === 'Attribute' && func.attr === this.#name && isSuper(func.value);
  }

  /** `[name for name in fields if name != "note"]` */
  #isSelection({ elt, generators }: ExprNode & { nodeType: 'ListComp' | 'GeneratorExp' }): boolean {
    const [only, ...others] = generators;
    if (only === undefined || others.length > 0 || elt.nodeType !== 'Name' || only.target.nodeType !== 'Name' || only.target.id !== elt.id || !this.#keeps(only.iter)) return false;
    return only.ifs.every((test) => {
      const isByName = test.nodeType === 'Compare' && test.left.nodeType === 'Name' && test.left.id === elt.id;
      return isByName && test.comparators.every((value) => [...walk(value)].every(({ nodeType }) => /^(?:Constant|Tuple|List|Set|Load)$/.test(nodeType)));
    });
  }

  /** Nothing that isn't named is taken from what the base says. */
  #isHarmless(node: PythonNode): boolean {
    if (node.nodeType === 'Delete') return !node.targets.some((target) => this.#isPartOfHeld(target));
    if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && this.#isPartOfHeld(node.func.value) && !KEEPING.has(node.func.attr)) {
      return /^(?:get|items|keys|values)$/.test(node.func.attr);
    }
    if (node.nodeType === 'Assign') return node.targets.every((target) => !this.#isPart(target) || this.#extends(target, node.value));
    return true;
  }

  /** `fieldsets[0][1]["fields"] = fieldsets[0][1]["fields"] + ("note",)`, `(*fieldsets[0][1]["fields"], "note")`, an option that isn't `fields`. */
  #extends(target: ExprNode, value: ExprNode): boolean {
    if (target.nodeType === 'Subscript' && target.slice.nodeType === 'Constant' && typeof target.slice.value === 'string' && target.slice.value !== 'fields') return true;
    const text = this.#module.source(target);
    return (value.nodeType === 'BinOp' || value.nodeType === 'List' || value.nodeType === 'Tuple') && this.#module.source(value).includes(text);
  }

  #isPart(target: ExprNode): boolean {
    return target.nodeType === 'Subscript' && this.#isPartOfHeld(target);
  }

  #isPartOfHeld(expr: ExprNode): boolean {
    let at = expr;
    while (at.nodeType === 'Subscript') at = at.value;
    return at.nodeType === 'Name' ? this.#held.has(at.id) : at.nodeType === 'Attribute' && this.#isOwnAttribute(at);
  }
}
