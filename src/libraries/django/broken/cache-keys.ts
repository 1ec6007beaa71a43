import type { BrokenQuery } from '../../../model/query-call.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { defaultOf } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { type OrmContext, valueOf } from '../values/values.ts';

const METHODS = /^a?(?:get|set|add|get_or_set|delete|touch|incr|decr)$/;

/** A cache key made by `hash()`: for texts it differs from process to process (PYTHONHASHSEED), so that no process finds what another one stored. */
export function brokenKey(context: OrmContext, node: PythonNode): BrokenQuery[] {
  const { module, django } = context;
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || !METHODS.test(node.func.attr)) return [];
  if (!/^django\.core\.cache\.caches?$/.test(django.names.externalPath(module, node.func.value.nodeType === 'Subscript' ? node.func.value.value : node.func.value) ?? '')) return [];
  const [key] = node.args;
  const hash = key === undefined ? undefined : hashIn(key) ?? madeBefore(key);
  if (hash === undefined || module.imports.has('hash') || module.functions.has('hash') || !hash.args.some((hashed) => holdsText(context, hashed))) return [];
  return [{
    span: module.range(hash), remedies: [],
    problem: '`hash()` of a text differs from process to process: no worker finds what another one stored under this key.',
    advice: 'Use a digest: `hashlib.sha256(text.encode()).hexdigest()`.',
  }];

  /** `key = f"options-{hash(…)}"` */
  function madeBefore(use: ExprNode): Call | undefined {
    if (use.nodeType !== 'Name') return undefined;
    const [only, ...others] = reaching(module, use, use.id);
    const value = others.length > 0 ? undefined : only?.value;
    return value === undefined ? undefined : hashIn(value);
  }
}

function hashIn(node: ExprNode): Call | undefined {
  for (const inner of walk(node)) if (inner.nodeType === 'Call' && inner.func.nodeType === 'Name' && inner.func.id === 'hash') return inner;
  return undefined;
}

const MAX_DEPTH = 8;

/** Functions and methods whose result is a text, and classes that are one. */
const TEXTS = /^(?:str|repr|bytes|join|format|lower|upper|strip|encode|decode|isoformat|strftime|urlencode|dumps|get_full_path|get_host|build_absolute_uri|hexdigest)$/;

/** What hands on the elements that it is given. */
const THROUGH: ReadonlySet<string> = new Set(['tuple', 'frozenset', 'list', 'set', 'sorted', 'dict']);

/** Parts of a request that are texts, or dictionaries of them. */
const OF_REQUEST: ReadonlySet<string> = new Set(['GET', 'POST', 'COOKIES', 'META', 'headers', 'path', 'path_info', 'body', 'method', 'query_params']);

/** Columns that give a text. */
const TEXT_COLUMNS = /^(?:Char|Text|Slug|URL|Email|File|Image|FilePath)Field$/;

/**
 * A text is what is hashed, or among it: `str` and `bytes` are salted, numbers, and tuples and sets of numbers, are the same in every process (data model of Python 3,
 * `object.__hash__`).
 */
function holdsText(context: OrmContext, node: ExprNode, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const inner = (next: ExprNode | undefined): boolean => next !== undefined && holdsText(context, next, depth + 1);
  switch (node.nodeType) {
    case 'JoinedStr':
      return true;
    case 'Constant':
      return typeof node.value === 'string' || node.value instanceof Uint8Array;
    case 'Tuple':
    case 'List':
    case 'Set':
      return node.elts.some(inner);
    case 'Dict':
      return [...node.keys, ...node.values].some((part) => inner(part ?? undefined));
    case 'Starred':
    case 'Subscript':
      return inner(node.value);
    case 'BinOp':
      return inner(node.left) || (node.op.nodeType === 'Add' && inner(node.right));
    case 'BoolOp':
      return node.values.some(inner);
    case 'IfExp':
      return inner(node.body) || inner(node.orelse);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return inner(node.elt);
    case 'Attribute': {
      if (lastName(node.value) === 'request' && OF_REQUEST.has(node.attr)) return true;
      const owner = valueOf(context, node.value);
      return owner?.kind === 'instance' && TEXT_COLUMNS.test(owner.model?.fields.get(node.attr)?.type ?? '');
    }
    case 'Call':
      if (TEXTS.test(lastName(node.func))) return true;
      if (node.func.nodeType === 'Name') return THROUGH.has(node.func.id) && (node.args.some(inner) || node.keywords.length > 0);
      return node.func.nodeType === 'Attribute' && /^(?:get|getlist|items|keys|values|dict|copy|pop)$/.test(node.func.attr) && inner(node.func.value);
    case 'Name':
      return reaching(context.module, node, node.id).some((binding) => isTextBinding(binding.node) || (binding.kind !== 'opaque' && inner(binding.value)));
    default:
      return false;
  }

  /** `text: str`, `text=""`, and `**params`, whose keys are texts. */
  function isTextBinding(binding: PythonNode): boolean {
    if (binding.nodeType !== 'Arg') return false;
    if (binding.annotation !== undefined && /^(?:str|bytes)$/.test(lastName(binding.annotation))) return true;
    const args = context.module.parent(binding);
    const scope = args?.nodeType === 'Arguments' ? context.module.parent(args) : undefined;
    if (scope === undefined || !(isFunction(scope) || scope.nodeType === 'Lambda')) return false;
    return scope.args.kwarg === binding || inner(defaultOf(scope, binding.arg));
  }
}
