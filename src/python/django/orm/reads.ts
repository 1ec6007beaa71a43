import type { Call, ExprNode, Keyword } from '../../nodes.ts';
import { callsOf } from '../queryset.ts';
import { type DatabaseCall, modelNameOf } from './calls.ts';

/** What to write instead of a read that runs once per row. */
export function adviseRead(call: DatabaseCall, variant: boolean): string {
  if (!variant) return "It doesn't depend on the row: run it once before the loop.";
  return call.queryset?.related?.owner.row === undefined ? adviseLookup(call) : adviseRelated(call);
}

/** A relation of the row that is narrowed, counted or tested. */
function adviseRelated({ queryset, operation, method }: DatabaseCall): string {
  const field = queryset?.related?.field ?? '';
  const path = [...(queryset?.related?.owner.path ?? []), field].join('__');
  const narrowed = queryset !== undefined && callsOf(queryset, 'filter', 'exclude').length > 0;
  if (operation === 'count') return narrowed ? `Count in the query of the rows: \`annotate(n=Count("${path}", filter=Q(…)))\`.` : `Count in the query of the rows: \`annotate(n=Count("${path}"))\`, or load them with \`prefetch_related("${path}")\`, whose cache \`count()\` uses.`;
  if (operation === 'exists') return narrowed ? `Test in the query of the rows: \`annotate(found=Exists(…))\` with \`OuterRef("pk")\`.` : `Test in the query of the rows with \`annotate(found=Exists(…))\`, or load them with \`prefetch_related("${path}")\`, whose cache \`exists()\` uses.`;
  if (operation === 'aggregate') return `Compute it in the query of the rows with \`annotate()\` over "${path}".`;
  if (operation === 'readOne') return `Load them with the rows: \`prefetch_related(Prefetch("${path}", queryset=…, to_attr=…))\` and take the element in Python; \`${method}()\` doesn't use the prefetch cache.`;
  return `Load them with the rows: \`prefetch_related(Prefetch("${path}", queryset=…, to_attr=…))\`; a further \`${queryset?.calls.at(-1)?.name ?? 'filter'}()\` doesn't use the prefetch cache.`;
}

/** A lookup by something of the row. */
function adviseLookup(call: DatabaseCall): string {
  const model = modelNameOf(call);
  const source = model === undefined ? 'the queryset' : `\`${model}.objects\``;
  const field = lookupField(call);
  const many = field === undefined ? '`filter(…__in=…)`' : `\`filter(${field}__in=…)\``;
  switch (call.operation) {
    case 'count':
      return `Count all of them before the loop: ${many} with \`values(${field === undefined ? '…' : `"${field}"`}).annotate(n=Count("pk"))\`.`;
    case 'exists':
      return `Read the ones that exist before the loop, \`set(${plain(model)}.filter(${field ?? '…'}__in=…).values_list("${field ?? 'pk'}", flat=True))\`, and test membership.`;
    case 'aggregate':
      return `Compute all of them before the loop: ${many} with \`values(…).annotate(…)\`.`;
    case 'readOne':
      if (call.method === 'refresh_from_db') return 'Read the rows again with one queryset instead.';
      if (field === 'pk' || field === 'id') return `Read all of them before the loop with \`${plain(model)}.in_bulk(…)\` and take each from the dictionary.`;
      return `Read all of them from ${source} before the loop with ${many} and take each from a dictionary.`;
    default:
      return `Read all of them from ${source} before the loop with ${many} and group them in a dictionary.`;
  }
}

function plain(model: string | undefined): string {
  return model === undefined ? 'queryset' : `${model}.objects`;
}

/** The field by which the rows are looked up, where there is one plain keyword. */
function lookupField({ queryset, call }: DatabaseCall): string | undefined {
  const calls: Call[] = [...(queryset === undefined ? [] : callsOf(queryset, 'filter').map(({ node }) => node)), ...(call === undefined ? [] : [call])];
  const keywords = calls.flatMap(({ keywords: own }) => own).filter((keyword): keyword is Keyword & { arg: string } => typeof keyword.arg === 'string' && keyword.arg !== 'defaults');
  const variable = keywords.filter(({ value }) => !isConstant(value));
  const [only] = variable;
  if (variable.length !== 1 || only === undefined) return undefined;
  return only.arg.replace(/__(exact|iexact)$/, '');
}

function isConstant(value: ExprNode): boolean {
  return value.nodeType === 'Constant';
}
