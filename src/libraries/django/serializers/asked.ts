import type { Call, ExprNode, FunctionNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { defaultOf, scopeOf } from '../../../python/syntax/bindings.ts';
import { blockWith, leaves } from '../../../python/syntax/blocks.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName, numberConstant, singletonOf, stringConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { ALWAYS_THERE, isContext } from './flags.ts';

/** What stands there where nobody has asked for anything: `None`, or something that is as false. */
type Unasked = 'none' | 'empty';

/** Steps from name to name. */
const MAX_HOPS = 8;

/** Functions that make something empty of what is empty. */
const KEEPING: ReadonlySet<string> = new Set(['list', 'set', 'tuple', 'frozenset', 'sorted', 'dict', 'str', 'int', 'bool', 'len', 'any']);

/**
 * What whoever makes a serializer asks of it, by keywords of its constructor (`kwargs.pop("fields", None)`), parameters of the request (`request.query_params.get("fields")`) and what a
 * view puts into its context. What is done only where something is asked for isn't done by default.
 */
export class Asked {
  readonly #module: PyModule;
  readonly #fn: FunctionNode;
  /** The keywords by which its maker asks. */
  readonly keywords = new Set<string>();
  /** The keys of the context by which a view asks. */
  readonly flags = new Set<string>();
  #decided = false;

  constructor(module: PyModule, fn: FunctionNode) {
    this.#module = module;
    this.#fn = fn;
  }

  /** Something that was looked at is done only where it is asked for. */
  get decided(): boolean {
    return this.#decided;
  }

  /** `node` is come to only where something is asked for: in a branch, behind a way out, in a loop over what is asked for. */
  decides(node: PythonNode): boolean {
    const decides = this.#isDecided(node);
    this.#decided ||= decides;
    return decides;
  }

  #isDecided(node: PythonNode): boolean {
    let below = node;
    for (let at = this.#module.parent(node); at !== undefined && below !== this.#fn; below = at, at = this.#module.parent(at)) {
      if ((at.nodeType === 'If' || at.nodeType === 'IfExp') && at.test !== below && (isIn(at.body, below) ? this.#holds(at.test) : this.#fails(at.test))) return true;
      if ((at.nodeType === 'For' || at.nodeType === 'AsyncFor') && isIn(at.body, below) && this.#unasked(at.iter) !== undefined) return true;
      const block = blockWith(at, below);
      const before = block?.slice(0, block.indexOf(below as StmtNode)) ?? [];
      if (before.some((statement) => statement.nodeType === 'If' && leaves(statement.body) && this.#fails(statement.test))) return true;
    }
    return false;
  }

  /** True only where something is asked for. */
  #holds(test: ExprNode): boolean {
    if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return this.#fails(test.operand);
    if (test.nodeType === 'BoolOp') return test.op.nodeType === 'And' ? test.values.some((one) => this.#holds(one)) : test.values.every((one) => this.#holds(one));
    if (test.nodeType !== 'Compare') return this.#unasked(test) !== undefined;
    const [op, ...others] = test.ops;
    const [right] = test.comparators;
    if (op === undefined || right === undefined || others.length > 0) return false;
    if (op.nodeType === 'In') return this.#isAskedKey(test.left, right) || (this.#unasked(test.left) !== undefined && isTrueText(right));
    if (singletonOf(right) === 'None') return (op.nodeType === 'IsNot' || op.nodeType === 'NotEq') && this.#unasked(test.left) === 'none';
    return this.#unasked(test.left) !== undefined && ((op.nodeType === 'Eq' && isTrueText(right)) || (op.nodeType === 'Gt' && numberConstant(right) === 0));
  }

  /** True wherever nothing is asked for. */
  #fails(test: ExprNode): boolean {
    if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return this.#holds(test.operand);
    if (test.nodeType === 'BoolOp') return test.op.nodeType === 'Or' ? test.values.some((one) => this.#fails(one)) : test.values.every((one) => this.#fails(one));
    const [right] = test.nodeType === 'Compare' && test.comparators.length === 1 ? test.comparators : [];
    if (test.nodeType !== 'Compare' || right === undefined) return false;
    const op = test.ops[0]?.nodeType;
    if (op === 'NotIn') return this.#isAskedKey(test.left, right);
    return singletonOf(right) === 'None' && (op === 'Is' || op === 'Eq') && this.#unasked(test.left) === 'none';
  }

  /** `"fields" in kwargs`, `"fields" in request.query_params` */
  #isAskedKey(left: ExprNode, right: ExprNode): boolean {
    const key = stringConstant(left);
    return key !== undefined && this.#asks(right, key);
  }

  /** What an expression gives where nothing is asked for; undefined where it may give something all the same. */
  #unasked(expr: ExprNode, hops = 0): Unasked | undefined {
    if (hops > MAX_HOPS) return undefined;
    switch (expr.nodeType) {
      case 'Name':
        return this.#named(expr, hops);
      case 'Call':
        return this.#called(expr, hops);
      case 'Subscript': {
        const key = stringConstant(expr.slice);
        if (key !== undefined && isParameters(expr.value)) return 'none';
        return this.#unasked(expr.value, hops + 1);
      }
      case 'BoolOp': {
        const parts = expr.values.map((one) => this.#unasked(one, hops + 1));
        return expr.op.nodeType === 'And' ? parts.find((one) => one !== undefined) : parts.includes(undefined) ? undefined : parts.at(-1);
      }
      case 'IfExp':
        return this.#holds(expr.test) ? this.#unasked(expr.orelse, hops + 1) : undefined;
      case 'BinOp':
        return expr.op.nodeType === 'Sub' ? this.#unasked(expr.left, hops + 1) && 'empty' : undefined;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp': {
        const [first] = expr.generators;
        return first === undefined ? undefined : this.#unasked(first.iter, hops + 1) && 'empty';
      }
      default:
        return literal(expr);
    }
  }

  #named(expr: ExprNode & { nodeType: 'Name' }, hops: number): Unasked | undefined {
    const found = reaching(this.#module, expr, expr.id).map(({ kind, value, path, name }) => {
      if (path.length > 0) return undefined;
      if (kind === 'value' && value !== undefined) return this.#unasked(value, hops + 1);
      const given = kind === 'parameter' ? defaultOf(scopeOf(this.#module, expr), name) : undefined;
      const unasked = given === undefined ? undefined : literal(given);
      if (unasked !== undefined) this.keywords.add(name);
      return unasked;
    });
    return found.length === 0 || found.includes(undefined) ? undefined : found.every((one) => one === 'none') ? 'none' : 'empty';
  }

  #called({ func, args }: Call, hops: number): Unasked | undefined {
    const [first, fallback] = args;
    if (func.nodeType !== 'Attribute') return KEEPING.has(lastName(func)) && first !== undefined && this.#unasked(first, hops + 1) !== undefined ? 'empty' : undefined;
    const key = stringConstant(first);
    if (key !== undefined && /^(?:pop|get|getlist)$/.test(func.attr) && this.#asks(func.value, key)) {
      if (fallback === undefined) return func.attr === 'getlist' ? 'empty' : 'none';
      return literal(fallback);
    }
    return /^(?:split|strip|lower|replace|keys|values|items)$/.test(func.attr) && this.#unasked(func.value, hops + 1) !== undefined ? 'empty' : undefined;
  }

  /** `kwargs`, `request.query_params`, `self.context`: whoever makes the serializer, or sends the request, says what stands there by the key. */
  #asks(owner: ExprNode, key: string): boolean {
    if (isParameters(owner)) return true;
    if (owner.nodeType === 'Name' && owner.id === this.#fn.args.kwarg?.arg) return this.keywords.add(key).size > 0;
    return isContext(owner) && !ALWAYS_THERE.has(key) && this.flags.add(key).size > 0;
  }
}

/** What the user may see decides whether `node` is come to, and for which names: users who may see all of it get all of it. */
export function isUpToUser(module: PyModule, node: PythonNode, fn: FunctionNode): boolean {
  for (let below = node, at = module.parent(node); at !== undefined && below !== fn; below = at, at = module.parent(at)) {
    if (at.nodeType === 'If' && at.test !== below && asksUser(module, at.test)) return true;
    if (at.nodeType === 'For' && at.iter !== below && asksUser(module, at.iter)) return true;
  }
  return false;
}

/** `request.user.has_perm("shop.view_order")`, and names for something of the kind. */
function asksUser(module: PyModule, expr: ExprNode, hops = 0): boolean {
  for (const node of walk(expr)) {
    if ((node.nodeType === 'Attribute' && (node.attr === 'user' || node.attr === 'has_perm')) || (node.nodeType === 'Name' && node.id === 'user')) return true;
    const value = node.nodeType === 'Name' && hops < 2 ? soleValue(module, node, node.id) : undefined;
    if (value !== undefined && asksUser(module, value, hops + 1)) return true;
  }
  return false;
}

/** `request.query_params`, `request.GET` */
function isParameters(node: ExprNode): boolean {
  return /^(?:query_params|GET)$/.test(lastName(node));
}

function literal(expr: ExprNode): Unasked | undefined {
  const singleton = singletonOf(expr);
  if (singleton === 'None') return 'none';
  const isEmpty = singleton === 'False' || stringConstant(expr) === '' || numberConstant(expr) === 0
    || ((expr.nodeType === 'List' || expr.nodeType === 'Tuple') && expr.elts.length === 0) || (expr.nodeType === 'Dict' && expr.keys.length === 0)
    || (expr.nodeType === 'Call' && expr.func.nodeType === 'Name' && KEEPING.has(expr.func.id) && expr.args.length === 0);
  return isEmpty ? 'empty' : undefined;
}

/** A text that something false is none of, or several of them. */
function isTrueText(node: ExprNode): boolean {
  if (node.nodeType === 'List' || node.nodeType === 'Tuple' || node.nodeType === 'Set') return node.elts.every((one) => isTrueText(one));
  return stringConstant(node) !== undefined && stringConstant(node) !== '';
}

function isIn(body: ExprNode | readonly StmtNode[], node: PythonNode): boolean {
  return Array.isArray(body) ? body.includes(node) : body === node;
}
