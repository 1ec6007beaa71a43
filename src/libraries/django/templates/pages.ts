import type { Call, ExprNode } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { numberConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { argumentAt } from '../project/callers.ts';
import { keywordOf } from '../models/fields.ts';
import type { FunctionRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import type { Paging } from '../serializers/view-classes.ts';
import { wrapperOf } from '../querysets/wrappers.ts';

/** Code of a module of the project. */
interface Code {
  readonly module: PyModule;
  readonly django: DjangoProject;
}

/** A page of rows. */
export interface Page {
  /** What it is cut from. */
  readonly rows: ExprNode;
  readonly paging: Paging;
}

/** `Paginator(orders, 25).get_page(number)`, also by names in between, and a function of the project that makes such a page of what it is given. */
export function pageOf(context: Code, value: ExprNode): Page | undefined {
  const call = behindName(context, value);
  if (call?.nodeType !== 'Call') return undefined;
  if (call.func.nodeType !== 'Attribute' || (call.func.attr !== 'get_page' && call.func.attr !== 'page')) return pageByFunction(context, call);
  const maker = behindName(context, call.func.value);
  return maker?.nodeType === 'Call' ? pageBy(context, maker) : undefined;
}

function pageBy({ django, module }: Code, maker: Call): Page | undefined {
  const wrapper = wrapperOf(django, { module, node: maker.func }, maker);
  return wrapper?.kind === 'paginator' ? { rows: wrapper.rows, paging: { size: numberConstant(maker.args[1] ?? keywordOf(maker, 'per_page')), paged: true } } : undefined;
}

function pageByFunction({ django, module }: Code, call: Call): Page | undefined {
  const fn = django.resolveFunction(module, call.func);
  if (fn === undefined || !mayPage(fn)) return undefined;
  for (const node of walk(fn.node.body)) {
    const page = node.nodeType === 'Call' ? pageBy({ django, module: fn.module }, node) : undefined;
    const given = page === undefined ? undefined : givenPage(page, fn, call);
    if (given !== undefined) return given;
  }
  return undefined;
}

/** Its code may cut rows into pages. */
export function mayPage({ module, node }: FunctionRef): boolean {
  return module.source(node).includes('Paginator(');
}

/** The page as the call has it that hands the rows to the function which cuts it. */
export function givenPage({ rows, paging }: Page, { node }: FunctionRef, { args, keywords }: Call): Page | undefined {
  const given = rows.nodeType === 'Name' ? argumentAt({ handed: { args, keywords, filled: 0 } }, node, rows.id) : undefined;
  return given === undefined || given === 'default' ? undefined : { rows: given, paging };
}

/** What a name was set to last, where that is one thing; in `try` and `except PageNotAnInteger` the first of them. */
function behindName({ module }: Code, node: ExprNode): ExprNode | undefined {
  if (node.nodeType !== 'Name') return node;
  const [binding] = reaching(module, node, node.id);
  return binding?.kind === 'value' && binding.path.length === 0 ? binding.value : undefined;
}
