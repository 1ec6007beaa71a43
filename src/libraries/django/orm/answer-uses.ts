import type { ExprNode, Name, PythonNode } from '../../../python/nodes.ts';
import { scopeOf, usesIn } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { type Loop, loopsAround, loopsAt } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { type AnyTest, anyTestOf, isTested } from '../../../python/syntax/truth.ts';

/** One thing that the code does with rows. */
export type Place =
  | { readonly kind: 'length'; readonly node: ExprNode; readonly rows: ExprNode; readonly test: AnyTest | undefined }
  | { readonly kind: 'truth'; readonly node: ExprNode; readonly rows: ExprNode }
  /** `rows.count()`, which counts the rows that are there, and asks for no more than their number where none are */
  | { readonly kind: 'counted'; readonly node: ExprNode; readonly rows: ExprNode }
  /** `order in rows`, which goes over them until it finds it */
  | { readonly kind: 'membership'; readonly node: ExprNode; readonly rows: ExprNode; readonly sought: ExprNode }
  | { readonly kind: 'first'; readonly node: ExprNode; readonly rows: ExprNode }
  | { readonly kind: 'loop'; readonly node: ExprNode; readonly rows: ExprNode; readonly loop: Loop };

/** What becomes of rows that an expression stands for. */
export interface AnswerUses {
  /** Where they are read, in source order. */
  readonly places: readonly Place[];
  /** They are held in a list, so that no place asks for them anew. */
  readonly listed: boolean;
}

/** Names that rows are handed on to. */
const MOST_NAMES = 3;

/**
 * Everything that the code does with the rows of a queryset, those who read it under the same name included. Undefined where that isn't all known: the
 * rows are handed on, given back, or read in a loop that they were not made in, where each round would ask anew.
 *
 * @param made the expression that makes the queryset, before the loop that may be around `node`
 */
export function usesOfRows(module: PyModule, node: ExprNode, made: ExprNode): AnswerUses | undefined {
  return node.nodeType === 'Name' ? usesOfName(module, node, setters(module, node), made, false, MOST_NAMES) : usesAt(module, node, made, false, MOST_NAMES);
}

/** The statements that may have set a name to what it is where it is read. */
function setters(module: PyModule, use: Name): ReadonlySet<PythonNode> {
  return new Set(reaching(module, use, use.id).map(({ node }) => node));
}

function usesAt(module: PyModule, node: ExprNode, made: ExprNode, listed: boolean, names: number): AnswerUses | undefined {
  const parent = module.parent(node);
  if (parent === undefined) return undefined;
  if (loopsAround(module, node).length !== loopsAround(module, made).length) return undefined;
  const one = (place: Place): AnswerUses => ({ places: [place], listed });
  switch (parent.nodeType) {
    case 'Call': {
      const { func } = parent;
      const isOnly = parent.args[0] === node && parent.args.length === 1 && parent.keywords.length === 0;
      if (func.nodeType !== 'Name' || !isOnly) return undefined;
      if (func.id === 'len') return one({ kind: 'length', node: parent, rows: node, test: anyTestOf(module, parent) });
      if (func.id === 'bool') return one({ kind: 'truth', node, rows: node });
      return func.id === 'list' || func.id === 'tuple' ? usesAt(module, parent, made, true, names) : undefined;
    }
    case 'Attribute': {
      // another method of a queryset makes another query, which is one of its own
      const call = module.parent(parent);
      if (!listed && parent.attr === 'count' && call?.nodeType === 'Call' && call.func === parent && node.nodeType === 'Name') return one({ kind: 'counted', node: call, rows: node });
      return !listed && call?.nodeType === 'Call' && call.func === parent ? { places: [], listed } : undefined;
    }
    case 'Subscript':
      // a slice without an end asks for all the rest, which rows that were read before give by themselves
      if (!listed && parent.value === node && parent.slice.nodeType === 'Slice') return parent.slice.upper === undefined ? undefined : { places: [], listed };
      return parent.value === node && parent.slice.nodeType === 'Constant' && parent.slice.value === 0 ? one({ kind: 'first', node: parent, rows: node }) : undefined;
    case 'Compare':
      return parent.ops.length === 1 && parent.comparators[0] === node && /^(?:Not)?In$/.test(parent.ops[0]?.nodeType ?? '') ? one({ kind: 'membership', node: parent, rows: node, sought: parent.left }) : undefined;
    case 'Assign': {
      const [target] = parent.targets;
      return parent.targets.length === 1 && target?.nodeType === 'Name' && names > 0 ? usesOfName(module, target, new Set([parent]), made, listed, names - 1) : undefined;
    }
    case 'For':
    case 'Comprehension': {
      const loop = parent.iter === node ? loopsAt(parent.nodeType === 'For' ? parent : (module.parent(parent) as PythonNode)).find(({ iter }) => iter === node) : undefined;
      return loop === undefined ? undefined : one({ kind: 'loop', node, rows: node, loop });
    }
    default:
      return isTested(module, node) ? one({ kind: 'truth', node, rows: node }) : undefined;
  }
}

/** All uses of a name where one of `setting` has set it. */
function usesOfName(module: PyModule, name: Name, setting: ReadonlySet<PythonNode>, made: ExprNode, listed: boolean, names: number): AnswerUses | undefined {
  const places: Place[] = [];
  let isListed = listed;
  const scope = scopeOf(module, name);
  if (scope.nodeType === 'Module') return undefined;
  for (const use of usesIn(scope).get(name.id) ?? []) {
    if (use.ctx.nodeType === 'Store') continue;
    const by = [...(use.ctx.nodeType === 'Load' ? setters(module, use) : [])];
    const ours = by.filter((setter) => setting.has(setter));
    if (by.length > 0 && ours.length === 0) continue;
    const found = scopeOf(module, use) === scope && ours.length === by.length ? usesAt(module, use, made, listed, names) : undefined;
    if (found === undefined) return undefined;
    places.push(...found.places);
    isListed ||= found.listed;
  }
  return { places, listed: isListed };
}
