import type { ExprNode } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models.ts';
import type { DatabaseCall } from './calls.ts';
import { isKey, lookupOf, valuesFor } from './lookups.ts';

/**
 * What the rows are found by is text that was cut from a text or came with a request (`match.group(1)`, `line.split(",")[0]`,
 * `request.POST.getlist("order")`), while the column holds something else: the database converts it, a dictionary doesn't.
 */
export function takesTextKey(module: PyModule, call: DatabaseCall, variant: ReadonlySet<string>): boolean {
  const { fields } = lookupOf(call, variant);
  const model = call.queryset?.model;
  return valuesFor(call, fields).some(({ field, value }) => isNoText(model, field) && isText(module, value, 0));
}

/** Columns known to hold numbers, keys or dates. A model that isn't found has keys that are numbers, as most have. */
function isNoText(model: DjangoModel | undefined, name: string): boolean {
  const field = isKey(name) ? [...(model?.forward.values() ?? [])].find(({ primaryKey }) => primaryKey) : (model?.fields.get(name) ?? model?.fields.get(name.replace(/_id$/, '')));
  if (field === undefined) return isKey(name) || name.endsWith('_id');
  if (field.relation !== undefined && !field.parentLink) return field.target === undefined || isNoText(field.target, 'pk');
  return field.parentLink || /^(Big|Small|Positive|Auto|Integer|Decimal|Float|UUID|Date)\w*Field$/.test(field.type) || /^(Positive\w+|SmallAuto|BigAuto|Auto)Field$/.test(field.type);
}

const MAX_DEPTH = 6;

/** Methods that give text, or lists of it. */
const CUTS = /^(group|groups|split|rsplit|splitlines|strip|lstrip|rstrip|findall|getlist|partition|rpartition|lower|upper|replace|removeprefix|removesuffix|decode)$/;

/** Functions that hand on what they are given, and the argument in question. */
const THROUGH: Readonly<Record<string, number>> = { list: 0, tuple: 0, set: 0, frozenset: 0, sorted: 0, reversed: 0, iter: 0, filter: 1, unique: 0 };

/** Functions that read text row by row. */
const READS = /^(DictReader|reader|input)$/;

function isText(module: PyModule, node: ExprNode, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const inner = (next: ExprNode | undefined): boolean => next !== undefined && isText(module, next, depth + 1);
  switch (node.nodeType) {
    case 'Subscript':
    case 'Await':
      return inner(node.value);
    case 'JoinedStr':
      return true;
    case 'Attribute':
      return (/^(POST|GET|query_params)$/.test(node.attr) && lastName(node.value) === 'request') || (node.attr === 'argv' && lastName(node.value) === 'sys');
    case 'Name':
      return reaching(module, node, node.id).some(({ kind, value }) => (kind === 'value' || kind === 'element') && inner(value));
    case 'BoolOp':
      return node.values.some((part) => inner(part));
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return inner(node.elt);
    case 'Call': {
      const name = lastName(node.func);
      if (node.func.nodeType === 'Name') return name === 'str' || READS.test(name) || (THROUGH[name] !== undefined && inner(node.args[THROUGH[name]]));
      if (node.func.nodeType !== 'Attribute') return false;
      return CUTS.test(name) || READS.test(name) || (/^(get|pop|keys|values|items|copy)$/.test(name) && inner(node.func.value));
    }
    default:
      return false;
  }
}
