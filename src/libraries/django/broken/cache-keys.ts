import type { BrokenQuery } from '../../../model/query-call.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { OrmContext } from '../values.ts';

const METHODS = /^a?(?:get|set|add|get_or_set|delete|touch|incr|decr)$/;

/** A cache key made by `hash()`: for texts it differs from process to process (PYTHONHASHSEED), so that no process finds what another one stored. */
export function brokenKey({ module, django }: OrmContext, node: PythonNode): BrokenQuery[] {
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute' || !METHODS.test(node.func.attr)) return [];
  if (!/^django\.core\.cache\.caches?$/.test(django.names.externalPath(module, node.func.value.nodeType === 'Subscript' ? node.func.value.value : node.func.value) ?? '')) return [];
  const [key] = node.args;
  const hash = key === undefined ? undefined : hashIn(key) ?? madeBefore(key);
  if (hash === undefined || module.imports.has('hash') || module.functions.has('hash')) return [];
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
