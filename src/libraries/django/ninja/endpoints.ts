import type { RelationRead } from '../../../model/query-call.ts';
import type { Call, ExprNode, FunctionNode } from '../../../python/nodes.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { lastName, numberConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import { returnsOf } from '../querysets/managers.ts';
import { handedRelations } from '../serializers/calls.ts';
import type { Paging } from '../serializers/view-classes.ts';
import type { OrmContext } from '../values/values.ts';
import { schemaIn, shownBySchema } from './schemas.ts';

const OPERATION = /^(?:get|post|put|patch|delete|api_operation)$/;
const API = /^ninja(?:_extra)?\.(?:\w+\.)*(?:NinjaAPI|NinjaExtraAPI|Router|RouterPaginated)$/;
/** What makes a method of a controller an operation: `@http_get(…)`, `@route.get(…)` (django-ninja-extra 0.31). */
const CONTROLLER = /^ninja_extra\.(?:\w+\.)*(?:http_(?:get|post|put|patch|delete|generic)|route\.(?:get|post|put|patch|delete|generic))$/;
const PAGED_ROUTER = /^ninja\.pagination\.RouterPaginated$/;
const PAGINATE = /^ninja(?:_extra)?\.pagination\.(?:\w+\.)*paginate$/;

/** Relations that the schemas of django-ninja read of each row which the operations of a module answer with although they have loaded the rows without. */
export function readEndpoints(context: OrmContext): RelationRead[] {
  const { module, django } = context;
  if (!/\bninja/.test(module.text)) return [];
  return [...walk(module.ast, { nested: true })].flatMap((node) => {
    if (!isFunction(node)) return [];
    const operation = operationOf(context, node);
    if (operation === undefined || isLoadedAround(context, node)) return [];
    const { schema, paging } = operation;
    return returnsOf(node).flatMap((returned) => handedRelations(context, { node: returned, rows: bodyOf(returned), paging }, (model) => shownBySchema(django, schema, model), `per row that \`${schema.node.name}\` writes out`));
  });
}

/** What an operation answers with: a list of a schema's rows, cut into pages or not. */
interface Operation {
  readonly schema: ClassRef;
  readonly paging: Paging | undefined;
}

function operationOf(context: OrmContext, fn: FunctionNode): Operation | undefined {
  const { module, django } = context;
  for (const decorator of fn.decorator_list) {
    const by = decorator.nodeType === 'Call' ? makerOf(context, decorator) : undefined;
    const listed = decorator.nodeType !== 'Call' || by === undefined ? undefined : listedIn(module.constants, keywordOf(decorator, 'response'));
    const schema = listed === undefined ? undefined : schemaIn(django, { module }, listed);
    if (schema !== undefined && by !== undefined) return { schema, paging: pagingOf(context, fn, PAGED_ROUTER.test(by)) };
  }
  return undefined;
}

const LOADING = /select_related|prefetch_related/;

/** A decorator of the project loads what the rows need: `@listed(select_related=["customer"])`. */
function isLoadedAround({ module, django }: OrmContext, { decorator_list: decorators }: FunctionNode): boolean {
  return decorators.some((decorator) => {
    const fn = django.resolveFunction(module, decorator.nodeType === 'Call' ? decorator.func : decorator);
    return LOADING.test(module.source(decorator)) || (fn !== undefined && LOADING.test(fn.module.source(fn.node)));
  });
}

/** What of the package makes an operation: the class of the router, or the decorator of a controller's method. */
function makerOf({ module, django }: OrmContext, { func }: Call): string | undefined {
  const path = django.names.externalPath(module, func);
  if (path !== undefined && CONTROLLER.test(path)) return path;
  const meaning = func.nodeType === 'Attribute' && OPERATION.test(func.attr) ? django.names.meaning(module, func.value) : undefined;
  if (meaning?.kind !== 'value' || meaning.node.nodeType !== 'Call') return undefined;
  const own = django.resolveClass(meaning.module, meaning.node.func);
  const paths = own === undefined ? [django.names.externalPath(meaning.module, meaning.node.func)] : django.names.ancestryOf(own).externals;
  return paths.find((one) => one !== undefined && API.test(one));
}

const LISTS = /^(?:List|list|Sequence|Iterable|(?:Ninja)?Paginat(?:ed|ion)ResponseSchema)$/;

/** `List[Order]` of `response=List[Order]` and of `response={200: List[Order], 404: Error}`. */
function listedIn(constants: ReadonlyMap<string, ExprNode>, response: ExprNode | undefined): ExprNode | undefined {
  if (response?.nodeType === 'Name') return listedIn(new Map(), constants.get(response.id));
  if (response?.nodeType === 'Dict') return response.values.map((value) => listedIn(constants, value)).find((value) => value !== undefined);
  return response?.nodeType === 'Subscript' && LISTS.test(lastName(response.value)) ? response.slice : undefined;
}

/** Rows of a page where nothing sets `NINJA_PAGINATION_PER_PAGE` (`conf.py` of django-ninja 1.7). */
const PAGE_SIZE = 100;

/** `@paginate`, `@paginate(PageNumberPagination, page_size=50)`; a router may cut every list. */
function pagingOf({ module, django }: OrmContext, fn: FunctionNode, isPaged: boolean): Paging | undefined {
  const decorator = fn.decorator_list.find((one) => PAGINATE.test(django.names.externalPath(module, one.nodeType === 'Call' ? one.func : one) ?? ''));
  if (decorator === undefined && !isPaged) return undefined;
  const call: Call | undefined = decorator?.nodeType === 'Call' ? decorator : undefined;
  const given = call === undefined ? undefined : keywordOf(call, 'page_size');
  if (given !== undefined) return { size: numberConstant(given), paged: true };
  const isOwn = (call?.args[0] !== undefined && !(django.names.externalPath(module, call.args[0]) ?? '').startsWith('ninja.')) || module.text.includes('ninja_extra');
  const isSet = [...django.files.all()].some(({ text }) => text.includes('NINJA_PAGINATION_PER_PAGE'));
  return { size: isOwn || isSet ? undefined : PAGE_SIZE, paged: true };
}

/** `return 200, orders` */
function bodyOf(returned: ExprNode): ExprNode {
  const [status, body] = returned.nodeType === 'Tuple' ? returned.elts : [];
  return status !== undefined && body !== undefined && numberConstant(status) !== undefined ? body : returned;
}
