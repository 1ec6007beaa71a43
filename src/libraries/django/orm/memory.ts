import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { blockWith, firstAround } from '../../../python/syntax/blocks.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { isSelf, lastName } from '../../../python/syntax/static.ts';

// What is asked for only where nothing has kept the answer.

/**
 * Asked only where a cache has no answer: `if key not in cache:`, `cache.get(key) or …`, `cache[key] = …` behind a test,
 * `try: cache[key] except KeyError:`, `cache.setdefault`.
 *
 * @param end the loop or the function up to which the code around `node` counts
 */
export function isMemoised(module: PyModule, node: PythonNode, end: PythonNode): boolean {
  if (firstAround(module, node, end, isForLack) !== undefined) return true;
  // the way up ends below a function's own block
  const statement = isFunction(end) ? end.body.find((one) => module.contains(one as PythonNode, node)) : undefined;
  return statement !== undefined && isBehindKept(module, end, statement as PythonNode);
}

function isForLack(module: PyModule, at: PythonNode, below: PythonNode): boolean {
  return asksMemory(module, at, below) || isBehindKept(module, at, below);
}

/** `if self._total is not None: return self._total` with `self._total = …` further down: what is known already is given back before. */
function isBehindKept(module: PyModule, at: PythonNode, below: PythonNode): boolean {
  const block = blockWith(at, below) ?? [];
  const index = block.indexOf(below as StmtNode);
  return block.slice(0, index).some((statement) => {
    const place = placeGiven(module, statement);
    return place !== undefined && setsPlace(module, block.slice(index), place);
  });
}

/** `self._total` of `if self._total is not None: return self._total`, `cache[key]` of `if key in cache` likewise. */
function placeGiven(module: PyModule, statement: StmtNode): string | undefined {
  const [first] = statement.nodeType === 'If' ? statement.body : [];
  const kept = first?.nodeType === 'Return' ? first.value : undefined;
  if (statement.nodeType !== 'If' || kept === undefined || !(kept.nodeType === 'Subscript' || (kept.nodeType === 'Attribute' && isSelf(kept.value)))) return undefined;
  const place = module.source(kept);
  const isAsked = kept.nodeType === 'Subscript' && testsPresence(statement.test) && module.source(statement.test) === `${module.source(kept.slice)} in ${module.source(kept.value)}`;
  return isAsked || module.source(statement.test).includes(place) ? place : undefined;
}

function setsPlace(module: PyModule, block: readonly StmtNode[], place: string): boolean {
  return [...walk(block)].some((node) => node.nodeType === 'Assign' && node.targets.some((target) => module.source(target) === place));
}

/** Decorators that keep a function's answer beyond its call: `@lru_cache`, `@cache(600)`. */
export function isKept(fn: PythonNode): boolean {
  return isFunction(fn) && fn.decorator_list.some((decorator) => /^(?:lru_cache|cache|cached|memoize\w*|cached_as)$/.test(lastName(decorator.nodeType === 'Call' ? decorator.func : decorator)));
}

function asksMemory(module: PyModule, at: PythonNode, below: PythonNode): boolean {
  if (at.nodeType === 'If') {
    const block = blockWith(at, below);
    return block !== undefined && ((block === at.body && testsAbsence(at.test)) || (block === at.orelse && testsPresence(at.test))) && storesInto(module, block, at.test);
  }
  if (at.nodeType === 'ExceptHandler') return at.type !== undefined && lastName(at.type) === 'KeyError';
  if (at.nodeType === 'BoolOp') return at.op.nodeType === 'Or' && at.values.slice(0, Math.max(0, at.values.indexOf(below as ExprNode))).some((part) => looksInto(module, part, at));
  return at.nodeType === 'IfExp' && below !== at.test && (testsAbsence(at.test) || testsPresence(at.test));
}

/** `cache[key]`, `cache.get(key)`, a name for one of these, or the place that the answer is then put into: `self.shop = self.shop or …`. */
function looksInto(module: PyModule, part: ExprNode, around: PythonNode): boolean {
  if (part.nodeType === 'Subscript') return true;
  if (part.nodeType === 'Call') return part.func.nodeType === 'Attribute' && part.func.attr === 'get' && part.keywords.length === 0;
  const parent = module.parent(around);
  if (parent?.nodeType === 'Assign' && parent.targets.some((target) => module.source(target) === module.source(part))) return true;
  return part.nodeType === 'Name' && reaching(module, part, part.id).some(({ kind, value }) => kind === 'value' && value !== undefined && value.nodeType !== 'Name' && looksInto(module, value, value));
}

function testsAbsence(test: ExprNode): boolean {
  if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return test.operand.nodeType === 'Name' || test.operand.nodeType === 'Attribute' || testsPresence(test.operand);
  if (test.nodeType === 'BoolOp') return test.values.some((part) => testsAbsence(part));
  if (test.nodeType !== 'Compare') return false;
  const [op] = test.ops;
  const [right] = test.comparators;
  if (op?.nodeType === 'NotIn') return true;
  return op?.nodeType === 'Is' && right !== undefined && isPlaceholder(right);
}

/** What stands for a value that isn't there yet: `None`, `NotImplemented`, `MISSING`, `self._empty`. */
function isPlaceholder(node: ExprNode): boolean {
  return node.nodeType === 'Constant' ? node.value === null : node.nodeType === 'Name' || node.nodeType === 'Attribute';
}

function testsPresence(test: ExprNode): boolean {
  return test.nodeType === 'Compare' && test.ops[0]?.nodeType === 'In';
}

/** The block puts something under a key, or into a name or an attribute of `self` that the test asks for: the next turn finds it there. */
function storesInto(module: PyModule, block: readonly StmtNode[], test: ExprNode): boolean {
  const stored = storesIn(module)(block);
  return stored.underKey || [...walk(test)].some((node) => (node.nodeType === 'Name' || node.nodeType === 'Attribute') && stored.names.has(module.source(node)));
}

const storesIn = oncePer((module: PyModule) => oncePer((block: readonly StmtNode[]): { readonly underKey: boolean; readonly names: ReadonlySet<string> } => {
  let underKey = false;
  const names = new Set<string>();
  for (const node of walk(block)) {
    if (node.nodeType === 'Assign') {
      for (const target of node.targets) {
        if (target.nodeType === 'Subscript') underKey = true;
        else if (target.nodeType === 'Name' || (target.nodeType === 'Attribute' && isSelf(target.value))) names.add(module.source(target));
      }
    }
    if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && ['setdefault', 'set', 'add'].includes(node.func.attr)) underKey = true;
  }
  return { underKey, names };
}));
