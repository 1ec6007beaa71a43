import type { RelationRead } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { loadsOfManager } from '../admin/loads.ts';
import { costMarks } from '../admin/missing.ts';
import { TO_ONE } from '../values/chain-values.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { loadRemedies } from '../orm/eager-remedy.ts';
import { managerName } from '../orm/manager-scope.ts';
import { runsAt } from '../project/places.ts';
import { loadsAfterwards, mayLoadAnything, newQueryset, type Queryset } from '../querysets/queryset.ts';
import { nodesOf, type OrmContext, querysetOf, valueOf } from '../values/values.ts';
import { lackings, loadingOf, serializersOf } from './calls.ts';
import { mayAskForLess } from './changing.ts';
import { adviseInstead, lacksInside } from './lacks.ts';
import { type WrittenField, writtenBy } from './reads.ts';

/** One row that code reads and shows. */
export interface ShownObject {
  /** What reads it, without what is then asked for one row of it. */
  readonly queryset: Queryset;
  /** `get_object_or_404(Order, …)` takes the model itself. */
  readonly ofModel: boolean;
}

/** How the one row was read that an expression is, in this function; undefined where that isn't known, or where its relations may have been loaded afterwards. */
export function objectRead(context: OrmContext, node: ExprNode): ShownObject | undefined {
  const { module, django } = context;
  if (loadsAfterwards(module)) return undefined;
  const call = node.nodeType === 'Name' ? soleValue(module, node, node.id) : node;
  if (call?.nodeType !== 'Call') return undefined;
  const found = call.func.nodeType === 'Attribute' && TO_ONE.has(call.func.attr) ? querysetOf(context, call.func.value) : undefined;
  if (found !== undefined) return isReadable(found) ? { queryset: found, ofModel: false } : undefined;
  const [from] = /(?:^|\.)a?get_object_or_404$/.test(django.names.externalPath(module, call.func) ?? '') ? call.args : [];
  if (from === undefined) return undefined;
  const queryset = querysetOf(context, from);
  if (queryset !== undefined) return isReadable(queryset) ? { queryset, ofModel: false } : undefined;
  const value = valueOf(context, from);
  const model = value?.kind === 'model' ? value.model : undefined;
  const loads = model === undefined ? undefined : loadsOfManager(django, model, '_default_manager');
  if (model === undefined || loads === undefined || loads.unknown || loads.ways.length !== 1) return undefined;
  const { selectRelated, prefetched } = loads;
  return { queryset: newQueryset(model, model.name, { module, node: from }, { loads: { selectRelated, prefetched, unknown: false } }), ofModel: true };
}

function isReadable(queryset: Queryset): boolean {
  return queryset.model !== undefined && queryset.shape === 'instances' && queryset.related === undefined && !mayLoadAnything(queryset);
}

/** Relations that serializers read of the rows inside one row (`OrderSerializer(order)`) which the code of a module has loaded without them. */
export function objectCalls(context: OrmContext): RelationRead[] {
  return nodesOf(context).flatMap((node) => {
    const given = node.nodeType === 'Call' && node.args.length <= 1 && keywordOf(node, 'many') === undefined && keywordOf(node, 'data') === undefined ? (node.args[0] ?? keywordOf(node, 'instance')) : undefined;
    const shown = given === undefined || given.nodeType === 'Starred' || isAnswerToCreation(context, node) ? undefined : objectRead(context, given);
    if (node.nodeType !== 'Call' || given === undefined || shown === undefined) return [];
    const serializers = (serializersOf(context, node.func) ?? []).filter((one) => !mayAskForLess(context.django, one, node));
    return serializers.flatMap((serializer) => shownRelations(context, node, shown, (model) => writtenBy(context.django, serializer, model)?.fields ?? [], `for each row inside what \`${serializer.node.name}\` writes out`));
  });
}

/** `create` of a view answers with the row that it has made, to which few rows belong. */
function isAnswerToCreation({ module }: OrmContext, node: PythonNode): boolean {
  const scope = scopeOf(module, node);
  return isFunction(scope) && scope.name === 'create';
}

/**
 * What showing one row reads of each of the rows that belong to it although the code that reads it loads it without. What the row itself leads to is asked for once.
 *
 * @param node what shows it
 * @param subject what shows it, to follow "once"
 */
export function shownRelations(context: OrmContext, node: Call | ExprNode, { queryset, ofModel }: ShownObject, fieldsFor: (model: DjangoModel) => readonly WrittenField[], subject: string): RelationRead[] {
  const { module, django } = context;
  const { model, base } = queryset;
  if (model === undefined) return [];
  const span = module.range(base.module === module && module.line(base.node) > 0 ? base.node : node);
  return lacksInside(django, fieldsFor(model), loadingOf(queryset)).map((lack): RelationRead => {
    const scope: RowScope = { kind: 'resolver', head: span, subject, origin: 'children', rows: undefined, atMost: undefined, table: undefined, ...costMarks(lack.missing) };
    const there = `\`${model.name}.${managerName(django, model)}`;
    const instead = adviseInstead(lack, 'in the query of these rows') ?? (ofModel ? `Hand ${there}.prefetch_related(${lack.told.paths.map((path) => `"${path}"`).join(', ')})\` over in place of \`${model.name}\`.` : undefined);
    const load = instead === undefined ? loadRemedies(context, { iter: base.node, loop: undefined }, queryset, lackings(queryset, lack)) : { advice: instead, remedies: [] };
    return { span, also: [], ...lack.told, ...load, evidence: { task: 'read', scope, runs: runsAt(django, module, node), around: [], spares: 'statements' } };
  });
}
