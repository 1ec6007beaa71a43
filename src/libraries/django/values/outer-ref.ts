import type { ExprNode } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { type OrmContext, valueOf } from './values.ts';

/** What a subquery is told by which of the outer rows it answers: the key, or the relation or column at the end of `steps`. */
export function outerRef(steps: readonly string[]): string {
  return `OuterRef("${steps.length === 0 ? 'pk' : steps.join('__')}")`;
}

/**
 * The same for a value that code hands to a filter, where it is the row that the function around it was given, or a column of that: `obj`, `obj.pk`,
 * `obj.customer.region_id`. Undefined where it is made of the row in another way.
 */
export function outerRefOf(context: OrmContext, value: ExprNode): string | undefined {
  const steps: string[] = [];
  let at = value;
  for (; at.nodeType === 'Attribute'; at = at.value) steps.unshift(at.attr);
  const [binding, ...others] = at.nodeType === 'Name' ? reaching(context.module, at, at.id) : [];
  if (binding?.kind !== 'parameter' || others.length > 0) return undefined;
  const row = valueOf(context, at);
  let model = row?.kind === 'instance' && row.path.length === 0 ? row.model : undefined;
  const isKnown = model !== undefined;
  const path: string[] = [];
  for (const [index, step] of steps.entries()) {
    const isKey = (step === 'pk' || step === 'id') && index === steps.length - 1;
    const field = [...(model?.forward.values() ?? [])].find(({ name, attname }) => name === step || attname === step);
    // a property of the model is no column
    if (isKnown && model !== undefined && field === undefined && !isKey) return undefined;
    model = field?.target;
    if (!isKey) path.push(step);
  }
  return outerRef(path);
}
