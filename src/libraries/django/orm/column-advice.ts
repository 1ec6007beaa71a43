import type { Call, ExprNode, FunctionNode } from '../../../python/nodes.ts';
import { type Binding, scopeOf } from '../../../python/syntax/bindings.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { mentions } from '../../../python/syntax/loops.ts';
import { chainRoot, hasDecorator, lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { FunctionRef } from '../project/classes.ts';
import { customMethod } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import { outerRefOf } from '../values/outer-ref.ts';
import { columnsIn } from '../values/parameters.ts';
import type { Queryset } from '../querysets/queryset.ts';
import type { RowMethod } from '../rows/row-methods.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import type { DatabaseCall } from './calls.ts';
import { conditionsOf, isKey, lookupOf, valuesFor, valuesOfRow } from './lookups.ts';
import { adviseRead, dependsOn } from './reads.ts';
import { rowBehind, rowItself } from './row-itself.ts';

/**
 * What to write instead of a query per row of a list.
 *
 * @param names what the row may decide
 */
export function adviseColumn(context: OrmContext, call: DatabaseCall, names: ReadonlySet<string>, { there, kept, model }: Pick<RowMethod, 'there' | 'kept' | 'model'>): string {
  const { django } = context;
  const itself = rowItself(context, call);
  if (itself !== undefined) return adviseRead(call, names, { itself });
  const behind = rowBehind(context, call);
  if (behind !== undefined) return adviseRead(call, names, { behind, there });
  if (call.queryset?.related?.owner.row !== undefined) return adviseRead(call, names, { django, there });
  if (!dependsOn(call, names)) return "It doesn't depend on the row: ask once for the page and keep the answer.";
  const asked = call.queryset?.related === undefined ? call : foundIn(context, call.queryset);
  const cut = asked === undefined ? undefined : cutFromText(context, asked, names);
  if (cut !== undefined) return `The key is cut out of a text, which no subquery does: read the rows that the page needs once ${kept}, with ${cut}, and take each from the dictionary.`;
  const outer = asked === undefined ? UNKNOWN : outerRefs(context, asked, names);
  if (isAggregate(call)) return `Annotate it ${there} with ${call.operation === 'exists' ? '`Exists`' : 'a `Subquery`'} over ${outer}${otherName(context, asked ?? call)}.`;
  const found = asked === undefined ? undefined : columnAsked(asked, names);
  if (found !== undefined) return `${UNRELATED}: annotate one value ${there} with a \`Subquery\` over ${outer}, or read all of it once for the page ${kept}, into a dictionary by \`${found}\`.`;
  if (isApart(context, asked, model, names)) return `${UNRELATED}: annotate one value ${there} with a \`Subquery\`, or a list of them with an \`ArraySubquery\` (PostgreSQL), under the same conditions with \`OuterRef("…")\` for what is the row's.`;
  return `Load it ${there}: a \`Subquery\` for one value, \`Prefetch(…, to_attr=…)\` for rows.`;
}

const UNRELATED = 'No relation leads from the rows to it, so that no prefetch does';

/** It asks for a number or a yes. */
function isAggregate({ operation }: DatabaseCall): boolean {
  return operation === 'count' || operation === 'exists' || operation === 'aggregate';
}

/** Neither of the two models has a relation to the other, and the query is narrowed by something else than a relation. */
function isApart({ django }: OrmContext, call: DatabaseCall | undefined, model: DjangoModel | undefined, names: ReadonlySet<string>): boolean {
  const asked = call?.queryset?.model;
  if (call === undefined || asked === undefined || model === undefined || asked === model || call.queryset?.joined === true || !model.complete || !asked.complete) return false;
  if ([...model.fields.values()].some(({ target }) => target === asked) || [...asked.fields.values()].some(({ target }) => target === model)) return false;
  const { queryset } = call;
  // what a method of its manager narrows it by stands in that
  const calls = conditionsOf(queryset).flatMap(({ name, node }) => (queryset === undefined ? [] : [node, ...filtersIn(customMethod(django, queryset, name))]));
  const all = calls.flatMap((node) => node.keywords);
  // what is the same for all rows joins nothing to them
  const ofRow = all.filter(({ value }) => mentions(value, names));
  const keywords = ofRow.length === 0 ? all : ofRow;
  return keywords.length > 0 && calls.every(({ args, func }) => lastName(func) !== 'filter' || args.length === 0) && keywords.every(({ arg }) => {
    const field = asked.fields.get((arg ?? '').split('__')[0] ?? '');
    return field !== undefined && field.kind === undefined && !field.primaryKey;
  });
}

function filtersIn(method: FunctionRef | undefined): Call[] {
  return method === undefined ? [] : [...walk(method.node.body)].filter((node) => node.nodeType === 'Call' && /^(?:filter|exclude)$/.test(lastName(node.func))) as Call[];
}

/** Methods of texts that give a part of them. */
const CUTTING: ReadonlySet<string> = new Set(['split', 'rsplit', 'splitlines', 'partition', 'rpartition', 'group', 'groups', 'strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix', 'replace']);

/** How to read the rows whose key the code cuts out of a text of the row: `XForm.objects.get(pk=name.split("-")[1])`. */
function cutFromText(context: OrmContext, call: DatabaseCall, names: ReadonlySet<string>): string | undefined {
  const { fields, listable, more, from } = lookupOf(call, names);
  const [field] = fields;
  if (call.operation !== 'readOne' || !listable || more || fields.length !== 1 || !isKey(field) || call.queryset === undefined) return undefined;
  const [value] = valuesFor(call, fields);
  return value !== undefined && isCut(context, value.value) ? `\`${from}.in_bulk(…)\`, by keys of the type that the column has` : undefined;
}

/** A part of a text, under whatever names on the way. */
function isCut({ module }: OrmContext, value: ExprNode): boolean {
  let at: ExprNode | undefined = value;
  for (let steps = 0; at !== undefined && steps < MOST_STEPS; steps += 1) {
    if (at.nodeType === 'Call') {
      if (at.func.nodeType === 'Attribute') return CUTTING.has(at.func.attr);
      // `int(parts[1])`
      at = at.func.nodeType === 'Name' ? at.args[0] : undefined;
    } else if (at.nodeType === 'Subscript') {
      at = at.value;
    } else if (at.nodeType === 'Name') {
      const [binding, ...others]: readonly Binding[] = reaching(module, at, at.id);
      at = others.length === 0 && binding?.kind === 'value' ? binding.value : undefined;
    } else {
      return false;
    }
  }
  return false;
}

const MOST_STEPS = 6;

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
  const refs = isColumn ? valuesOfRow(call, names).filter((value) => value === undefined || !isOfRequest(context, value)).map((value) => (value === undefined ? undefined : outerRefOf(context, value))) : [];
  const known = [...new Set(refs.map((ref) => (ref === undefined ? UNKNOWN : `\`${ref}\``)))];
  return known.length === 0 ? UNKNOWN : known.join(' and ');
}

/** `user = self.context["request"].user`: what a view or a serializer holds beside the rows. */
function isOfRequest({ module }: OrmContext, value: ExprNode): boolean {
  const root = chainRoot(value);
  const held = root.nodeType === 'Name' && root.id !== 'self' ? soleValue(module, root, root.id) : value;
  return held !== undefined && /^self\.(?:context|request|_context|parent|root)\b/.test(module.source(held));
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
