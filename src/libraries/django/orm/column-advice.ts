import type { ExprNode, FunctionNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { hasDecorator, lastName } from '../../../python/syntax/static.ts';
import { outerRefOf } from '../outer-ref.ts';
import { columnsIn } from '../parameters.ts';
import type { Queryset } from '../queryset.ts';
import type { RowMethod } from '../row-methods.ts';
import { type OrmContext, valueOf } from '../values.ts';
import type { DatabaseCall } from './calls.ts';
import { isKey, lookupOf, valuesFor, valuesOfRow } from './lookups.ts';
import { adviseRead, dependsOn } from './reads.ts';
import { rowBehind, rowItself } from './row-itself.ts';

/**
 * What to write instead of a query per row of a list.
 *
 * @param names what the row may decide
 */
export function adviseColumn(context: OrmContext, call: DatabaseCall, names: ReadonlySet<string>, { there, kept }: Pick<RowMethod, 'there' | 'kept'>): string {
  const { django } = context;
  const itself = rowItself(context, call);
  if (itself !== undefined) return adviseRead(call, names, { itself });
  const behind = rowBehind(context, call);
  if (behind !== undefined) return adviseRead(call, names, { behind, there });
  if (call.queryset?.related?.owner.row !== undefined) return adviseRead(call, names, { django, there });
  if (!dependsOn(call, names)) return "It doesn't depend on the row: ask once for the page and keep the answer.";
  const asked = call.queryset?.related === undefined ? call : foundIn(context, call.queryset);
  const found = asked === undefined ? undefined : columnAsked(asked, names);
  const outer = asked === undefined ? UNKNOWN : outerRefs(context, asked, names);
  if (call.operation === 'count' || call.operation === 'exists' || call.operation === 'aggregate') return `Annotate it ${there} with a \`Subquery\` or \`Exists\` over ${outer}${otherName(context, asked ?? call)}.`;
  if (found === undefined) return `Load it ${there}: a \`Subquery\` for one value, \`Prefetch(…, to_attr=…)\` for rows.`;
  return `No relation leads from the rows to it, so that no prefetch does: annotate one value ${there} with a \`Subquery\` over ${outer}, or read all of it once for the page ${kept}, into a dictionary by \`${found}\`.`;
}

/** A property that asks can't be set, which is what an annotation of its name would do to each row (Django 4.2 to 6.0: AttributeError). */
function otherName({ module }: OrmContext, { node }: DatabaseCall): string {
  const fn = scopeOf(module, node);
  const isProperty = isFunction(fn) && hasDecorator(fn, 'property');
  return isProperty ? `, under another name than \`${fn.name}\`: a property can't be set, and has to read the annotation` : '';
}

const UNKNOWN = '`OuterRef("…")`';

/** The columns of the list's rows by which a query finds its own, as far as the code reads them right there. A helper may be handed anything. */
function outerRefs(context: OrmContext, call: DatabaseCall, names: ReadonlySet<string>): string {
  const { module } = context;
  const isColumn = (call.queryset === undefined || call.queryset.base.module === module) && columnsIn(context).has(scopeOf(module, call.node) as FunctionNode);
  const refs = isColumn ? valuesOfRow(call, names).map((value) => (value === undefined ? undefined : outerRefOf(context, value))) : [];
  const known = [...new Set(refs.map((ref) => (ref === undefined ? UNKNOWN : `\`${ref}\``)))];
  return known.length === 0 ? UNKNOWN : known.join(' and ');
}

/** The plain column of another table that is compared with a plain column of the row, where no relation joins the two: `User.email` with `obj.staff_email`. */
function columnAsked(call: DatabaseCall, names: ReadonlySet<string>): string | undefined {
  const { fields, listable } = lookupOf(call, names);
  const [found, ...others] = fields;
  const field = call.queryset?.model?.fields.get(found ?? '');
  if (!listable || found === undefined || others.length > 0 || field === undefined || field.relation !== undefined || isKey(found)) return undefined;
  const values = valuesFor(call, [found]).map(({ value }) => columnRead(value));
  const [row] = values;
  return values.length !== 1 || isKey(row) || row?.endsWith('_id') === true ? undefined : found;
}

/** `staff_email` of `obj.staff_email`. */
function columnRead(value: ExprNode): string | undefined {
  return value.nodeType === 'Attribute' && value.value.nodeType === 'Name' ? value.attr : undefined;
}

/** The query that found the object whose relation is read: that of `users.last()` in `users.last().groups.all()`. */
function foundIn(context: OrmContext, queryset: Queryset): DatabaseCall | undefined {
  const { module, node } = queryset.base;
  if (module !== context.module) return undefined;
  for (let at: ExprNode | undefined = node; at !== undefined; at = innerOf(context, at)) {
    const asked = at.nodeType === 'Call' && at.func.nodeType === 'Attribute' ? valueOf(context, at.func.value) : undefined;
    if (at.nodeType === 'Call' && asked?.kind === 'queryset' && asked.related === undefined) return { node: at, operation: 'readOne', method: lastName(at.func), call: at, queryset: asked, instance: undefined };
  }
  return undefined;
}

/** What a call or an attribute is read of, or what a name stands for where that is one thing. */
function innerOf({ module }: OrmContext, node: ExprNode): ExprNode | undefined {
  if (node.nodeType === 'Attribute') return node.value;
  if (node.nodeType === 'Call') return node.func.nodeType === 'Attribute' ? node.func.value : undefined;
  return node.nodeType === 'Name' ? soleValue(module, node, node.id) : undefined;
}
